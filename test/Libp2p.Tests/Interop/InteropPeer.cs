using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>A process with the interop peers' command line, whose JSON lines are read as they come; ended with this.</summary>
internal sealed class InteropPeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly Task _reading;

    private InteropPeer(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Starts the peer of an implementation, or skips the test with a line that says what is missing.</summary>
    public static InteropPeer Start(string implementation, params string[] arguments)
    {
        string[] command = Command(implementation);
        ProcessStartInfo start = new(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in command[1..].Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return new InteropPeer(process);
    }

    /// <summary>Starts a listener on a free port and returns it with its address.</summary>
    public static async Task<(InteropPeer Peer, string Address)> ListenAsync(string implementation, params string[] arguments)
    {
        InteropPeer peer = Start(implementation, ["listen", "--port", FreePort(), .. arguments]);
        JsonElement listening = await peer.WaitForAsync("listening");
        return (peer, listening.GetProperty("addr").GetString()!);
    }

    public static string FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The next event of that name.</summary>
    public async Task<JsonElement> WaitForAsync(string name)
    {
        await foreach (JsonElement line in _events.Reader.ReadAllAsync(TestHosts.Token))
        {
            if (line.GetProperty("event").GetString() == name)
            {
                return line;
            }
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

    private static string[] Command(string implementation)
    {
        if (implementation == "net")
        {
            string name = "Orleans.QuantumMesh.Libp2p.Peer" + (OperatingSystem.IsWindows() ? ".exe" : "");
            return [Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Libp2p.Peer", "release", name))];
        }

        string variable = $"QMESH_PEER_{implementation.ToUpperInvariant()}";
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } command)
        {
            return command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, $"peer-{implementation}"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"no {implementation} peer: neither {variable} nor peer-{implementation} on PATH");
        return [found!];
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
