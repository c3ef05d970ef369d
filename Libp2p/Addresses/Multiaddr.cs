using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A self-describing address such as <c>/ip4/127.0.0.1/tcp/4001/p2p/12D3…</c>. Immutable and always valid.</summary>
public sealed class Multiaddr : IEquatable<Multiaddr>
{
    private readonly string _text;

    private Multiaddr(IReadOnlyList<MultiaddrComponent> components)
    {
        Components = components;
        _text = string.Concat(components);
    }

    /// <summary>The components in order, at least one.</summary>
    public IReadOnlyList<MultiaddrComponent> Components { get; }

    /// <summary>The peer named by a final <c>/p2p</c>, if any.</summary>
    public PeerId? Peer => Components[^1] is { Protocol: MultiaddrProtocol.P2p, Value: var id } ? PeerId.Parse(id) : null;

    /// <summary>The IP address or host name that it begins with, if any.</summary>
    public string? Host => Components[0].Protocol is MultiaddrProtocol.Tcp or MultiaddrProtocol.P2p ? null : Components[0].Value;

    /// <summary>The TCP port, if any.</summary>
    public int? Port => Components.FirstOrDefault(c => c.Protocol == MultiaddrProtocol.Tcp).Value is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the host is 0.0.0.0 or ::, which can be listened on but not dialed or advertised.</summary>
    public bool IsUnspecified => IPAddress.TryParse(Host, out IPAddress? ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    /// <summary>Whether the host is a loopback address.</summary>
    public bool IsLoopback => IPAddress.TryParse(Host, out IPAddress? ip) && IPAddress.IsLoopback(ip);

    /// <summary>Parses the text form; <c>/ipfs</c> is read as <c>/p2p</c>.</summary>
    /// <exception cref="FormatException">The text is no multiaddr; the message names the part that is wrong.</exception>
    public static Multiaddr Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(MultiaddrCodec.Parse(text));
    }

    /// <summary>Parses the text form; false with a sentence saying what is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Multiaddr? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        try
        {
            address = Parse(text ?? "");
            return true;
        }
        catch (FormatException e)
        {
            error = e.Message;
            return false;
        }
    }

    /// <summary>Parses the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Multiaddr? address) => TryParse(text, out address, out _);

    /// <summary>Reads the binary form.</summary>
    /// <exception cref="FormatException">The bytes are no multiaddr of the known protocols.</exception>
    public static Multiaddr FromBytes(ReadOnlySpan<byte> bytes) => new(MultiaddrCodec.Decode(bytes));

    /// <summary>The address of a TCP endpoint.</summary>
    public static Multiaddr FromEndPoint(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        IPAddress ip = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        ip = ip.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(ip.GetAddressBytes()) : ip;
        MultiaddrProtocol family = ip.AddressFamily == AddressFamily.InterNetwork ? MultiaddrProtocol.Ip4 : MultiaddrProtocol.Ip6;
        return new([new(family, ip.ToString()), new(MultiaddrProtocol.Tcp, endPoint.Port.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The binary form.</summary>
    public byte[] ToBytes() => MultiaddrCodec.Encode(Components);

    /// <summary>The address with this <c>/p2p</c> at its end, instead of any other.</summary>
    public Multiaddr WithPeer(PeerId peer)
    {
        if (peer.IsEmpty)
        {
            throw new ArgumentException("the peer id is empty", nameof(peer));
        }

        return new([.. Components.Where(c => c.Protocol != MultiaddrProtocol.P2p), new(MultiaddrProtocol.P2p, peer.Text)]);
    }

    /// <summary>The address without its <c>/p2p</c>; itself when it names nothing else.</summary>
    public Multiaddr WithoutPeer()
    {
        MultiaddrComponent[] rest = [.. Components.Where(c => c.Protocol != MultiaddrProtocol.P2p)];
        return rest.Length == Components.Count || rest.Length == 0 ? this : new(rest);
    }

    /// <inheritdoc />
    public bool Equals(Multiaddr? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Multiaddr);

    /// <inheritdoc />
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text form.</summary>
    public override string ToString() => _text;
}
