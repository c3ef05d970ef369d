using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Orleans.QuantumMesh.Mesh.Tests.Interop;

/// <summary>A libp2p peer of another implementation, whose JSON lines are read as they come; ended with this.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Task _reading;

    private PeerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Starts the peer of an implementation, or skips the test with a line that says what is missing.</summary>
    public static PeerProcess Start(string implementation, params IReadOnlyList<string> arguments)
    {
        string variable = $"QMESH_PEER_{implementation.ToUpperInvariant()}";
        string? command = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(command), $"no {implementation} peer: {variable} is not set");
        string[] words = command!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ProcessStartInfo start = new(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in words[1..].Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return new PeerProcess(process);
    }

    /// <summary>The lines with this event name, until the process ends.</summary>
    public async IAsyncEnumerable<JsonElement> EventsAsync(params string[] names)
    {
        await foreach (JsonElement line in _events.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (names.Contains(line.GetProperty("event").GetString()))
            {
                yield return line;
            }
        }
    }

    /// <summary>The next line with this event name.</summary>
    public async Task<JsonElement> WaitForAsync(string name)
    {
        await foreach (JsonElement line in EventsAsync(name))
        {
            return line;
        }

        throw new EndOfStreamException($"the peer ended without the event {name}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                _events.Writer.TryWrite(JsonDocument.Parse(line).RootElement.Clone());
            }
        }

        _events.Writer.TryComplete();
    }
}
