namespace Orleans.QuantumMesh.Libp2p;

/// <summary>One protocol of a multiaddr with its value as text, such as <c>tcp</c> and <c>4001</c>.</summary>
public readonly record struct MultiaddrComponent(MultiaddrProtocol Protocol, string Value)
{
    /// <summary>The component as it stands in a multiaddr, such as <c>/tcp/4001</c>.</summary>
    public override string ToString() => $"/{Name(Protocol)}/{Value}";

    internal static string Name(MultiaddrProtocol protocol) => protocol switch
    {
        MultiaddrProtocol.Ip4 => "ip4",
        MultiaddrProtocol.Tcp => "tcp",
        MultiaddrProtocol.Ip6 => "ip6",
        MultiaddrProtocol.Dns => "dns",
        MultiaddrProtocol.Dns4 => "dns4",
        MultiaddrProtocol.Dns6 => "dns6",
        _ => "p2p",
    };
}
