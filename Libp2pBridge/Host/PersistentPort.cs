using System.Globalization;

using Orleans.QuantumMesh.Libp2p;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Keeps the TCP port that a host got where none was named, so that peers find it again after a restart.</summary>
public static class PersistentPort
{
    /// <summary>The addresses with port 0 replaced by the port kept in the file, where there is one.</summary>
    public static IReadOnlyList<Multiaddr> Recall(IReadOnlyList<Multiaddr> listen, string file)
    {
        ArgumentNullException.ThrowIfNull(listen);
        return Read(file) is { } port ? [.. listen.Select(a => a.Port == 0 ? WithPort(a, port) : a)] : listen;
    }

    /// <summary>Keeps the port that was taken for an address with port 0.</summary>
    public static void Keep(IReadOnlyList<Multiaddr> listen, IReadOnlyList<string> listening, string file)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(listening);
        if (listen.Any(a => a.Port == 0) && listening.Count > 0 && Multiaddr.Parse(listening[0]).Port is { } port)
        {
            File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture) + "\n");
        }
    }

    private static int? Read(string file) =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536 ? port : null;

    private static Multiaddr WithPort(Multiaddr address, int port) =>
        Multiaddr.Parse(string.Concat(address.Components.Select(c => c.Protocol == MultiaddrProtocol.Tcp ? $"/tcp/{port}" : c.ToString())));
}
