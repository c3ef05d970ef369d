using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Orleans.QuantumMesh.Bench.Libp2p;

/// <summary>A process with the interop peers' command line; ended with this.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <summary>How to start the peer of an implementation: ours as built, others from <c>QMESH_PEER_NAME</c> or <c>peer-name</c> on PATH; null when there is none.</summary>
    public static string[]? Command(string implementation)
    {
        if (implementation == "net")
        {
            string name = "Orleans.QuantumMesh.Libp2p.Peer" + (OperatingSystem.IsWindows() ? ".exe" : "");
            return [Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Libp2p.Peer", "release", name))];
        }

        if (Environment.GetEnvironmentVariable($"QMESH_PEER_{implementation.ToUpperInvariant()}") is { Length: > 0 } command)
        {
            return command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, $"peer-{implementation}"))
            .FirstOrDefault(File.Exists);
        return found is null ? null : [found];
    }

    public static PeerProcess Start(string[] command, params string[] arguments)
    {
        ProcessStartInfo start = new(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in command[1..].Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} does not start");
        process.BeginErrorReadLine();
        return new PeerProcess(process);
    }

    public static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The next event of that name; fails when the process ends without.</summary>
    public async Task<JsonElement> WaitForAsync(string name, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith('{'))
            {
                using JsonDocument parsed = JsonDocument.Parse(line);
                if (parsed.RootElement.GetProperty("event").GetString() == name)
                {
                    return parsed.RootElement.Clone();
                }
            }
        }

        throw new InvalidOperationException($"a peer ended without the event {name}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
