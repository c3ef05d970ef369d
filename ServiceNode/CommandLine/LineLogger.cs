using System.Text;
using System.Text.Json;

using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Logs one line an entry to standard error, as text or JSON.</summary>
internal sealed class LineLogger(TextWriter output, bool json, TimeProvider time) : ILogger
{
    private readonly Lock _gate = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string message = exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {exception.Message}";
        string at = MeshTime.Format(time.GetUtcNow());
        string line = json
            ? Encoding.UTF8.GetString(RequestFrame.Write((at, logLevel, message), static (writer, entry) =>
            {
                writer.WriteString("at"u8, entry.at);
                writer.WriteString("level"u8, JsonNamingPolicy.CamelCase.ConvertName(entry.logLevel.ToString()));
                writer.WriteString("message"u8, entry.message);
            }))
            : $"{at} {logLevel}: {message}";
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }
}
