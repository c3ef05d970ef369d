namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The multiaddr protocols that this stack knows, with their multicodec numbers.</summary>
public enum MultiaddrProtocol
{
    /// <summary>An IPv4 address.</summary>
    Ip4 = 4,

    /// <summary>A TCP port, 0 to 65535.</summary>
    Tcp = 6,

    /// <summary>An IPv6 address.</summary>
    Ip6 = 41,

    /// <summary>A host name of either address family.</summary>
    Dns = 53,

    /// <summary>A host name, resolved to IPv4.</summary>
    Dns4 = 54,

    /// <summary>A host name, resolved to IPv6.</summary>
    Dns6 = 55,

    /// <summary>A peer id.</summary>
    P2p = 421,
}
