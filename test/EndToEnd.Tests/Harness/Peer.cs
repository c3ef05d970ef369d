using System.Diagnostics;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>A libp2p peer of another implementation, with the interop peers' command line.</summary>
public sealed class Peer : IAsyncDisposable
{
    private readonly Process process;

    private Peer(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it, or skips the test with a line that says what is missing.</summary>
    public static Peer Start(string implementation, params IEnumerable<string> arguments)
    {
        string variable = $"QMESH_PEER_{implementation.ToUpperInvariant()}";
        string command = Environment.GetEnvironmentVariable(variable) ?? "";
        Assert.SkipWhen(command.Length == 0, $"no {implementation} peer: {variable} is not set");
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ProcessStartInfo info = new(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new Peer(Process.Start(info)!);
    }

    /// <summary>The next event of that name.</summary>
    public async Task<JsonElement> EventAsync(string name)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith('{'))
            {
                using JsonDocument document = JsonDocument.Parse(line);
                if (document.RootElement.GetProperty("event").GetString() == name)
                {
                    return document.RootElement.Clone();
                }
            }
        }

        throw new EndOfStreamException($"The peer ended without the event {name}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
