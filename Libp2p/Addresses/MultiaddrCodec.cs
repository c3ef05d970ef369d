using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Text and binary forms of multiaddr components; every value comes out in its canonical form.</summary>
internal static class MultiaddrCodec
{
    private const int MaxHostName = 253;

    public static List<MultiaddrComponent> Parse(string text)
    {
        if (text.Length == 0 || text[0] != '/')
        {
            throw Error(text, "it starts with '/', as in /ip4/127.0.0.1/tcp/4001");
        }

        string[] parts = text.TrimEnd('/').Split('/');
        List<MultiaddrComponent> components = [];
        for (int i = 1; i < parts.Length; i += 2)
        {
            MultiaddrProtocol protocol = parts[i] switch
            {
                "ip4" => MultiaddrProtocol.Ip4,
                "ip6" => MultiaddrProtocol.Ip6,
                "tcp" => MultiaddrProtocol.Tcp,
                "dns" => MultiaddrProtocol.Dns,
                "dns4" => MultiaddrProtocol.Dns4,
                "dns6" => MultiaddrProtocol.Dns6,
                "p2p" or "ipfs" => MultiaddrProtocol.P2p,
                _ => throw Error(text, $"'{parts[i]}' is none of ip4, ip6, dns, dns4, dns6, tcp, p2p"),
            };
            if (i + 1 == parts.Length)
            {
                throw Error(text, $"'{parts[i]}' has no value");
            }

            components.Add(new(protocol, Canonical(protocol, parts[i + 1]) ?? throw Error(text, $"'{parts[i + 1]}' is no {Kind(protocol)}")));
        }

        return components.Count > 0 ? components : throw Error(text, "it is empty");
    }

    public static List<MultiaddrComponent> Decode(ReadOnlySpan<byte> bytes)
    {
        List<MultiaddrComponent> components = [];
        while (!bytes.IsEmpty)
        {
            MultiaddrProtocol protocol = (MultiaddrProtocol)TakeVarint(ref bytes);
            int size = protocol switch
            {
                MultiaddrProtocol.Ip4 => 4,
                MultiaddrProtocol.Ip6 => 16,
                MultiaddrProtocol.Tcp => 2,
                MultiaddrProtocol.Dns or MultiaddrProtocol.Dns4 or MultiaddrProtocol.Dns6 or MultiaddrProtocol.P2p => TakeVarint(ref bytes),
                _ => throw new FormatException($"a binary multiaddr has the protocol {(int)protocol}, which this stack does not know"),
            };
            if (size > bytes.Length)
            {
                throw new FormatException("a binary multiaddr ends within a value");
            }

            ReadOnlySpan<byte> value = bytes[..size];
            bytes = bytes[size..];
            string text = protocol switch
            {
                MultiaddrProtocol.Ip4 or MultiaddrProtocol.Ip6 => new IPAddress(value).ToString(),
                MultiaddrProtocol.Tcp => BinaryPrimitives.ReadUInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
                MultiaddrProtocol.P2p => PeerId.FromMultihash(value).Text,
                _ => Encoding.UTF8.GetString(value),
            };
            components.Add(new(protocol, Canonical(protocol, text) ?? throw new FormatException($"a binary multiaddr has a bad {Kind(protocol)}")));
        }

        return components.Count > 0 ? components : throw new FormatException("a binary multiaddr is empty");
    }

    public static byte[] Encode(IEnumerable<MultiaddrComponent> components)
    {
        List<byte> bytes = [];
        foreach (MultiaddrComponent component in components)
        {
            AppendVarint(bytes, (ulong)component.Protocol);
            byte[] value = component.Protocol switch
            {
                MultiaddrProtocol.Ip4 or MultiaddrProtocol.Ip6 => IPAddress.Parse(component.Value).GetAddressBytes(),
                MultiaddrProtocol.Tcp => Port(component.Value),
                MultiaddrProtocol.P2p => PeerId.Parse(component.Value).Multihash.ToArray(),
                _ => Encoding.UTF8.GetBytes(component.Value),
            };
            if (component.Protocol is MultiaddrProtocol.Dns or MultiaddrProtocol.Dns4 or MultiaddrProtocol.Dns6 or MultiaddrProtocol.P2p)
            {
                AppendVarint(bytes, (ulong)value.Length);
            }

            bytes.AddRange(value);
        }

        return [.. bytes];
    }

    public static FormatException Error(string text, string why) => new($"'{text}' is no multiaddr: {why}");

    private static string? Canonical(MultiaddrProtocol protocol, string value) => protocol switch
    {
        MultiaddrProtocol.Ip4 => IPAddress.TryParse(value, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetwork && ip.ToString() == value ? value : null,
        MultiaddrProtocol.Ip6 => IPAddress.TryParse(value, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 && ip.ScopeId == 0 && value[0] != '[' ? ip.ToString() : null,
        MultiaddrProtocol.Tcp => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port.ToString(CultureInfo.InvariantCulture) : null,
        MultiaddrProtocol.P2p => PeerId.TryParse(value, out PeerId id) ? id.Text : null,
        _ => value.Length is > 0 and <= MaxHostName && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? value : null,
    };

    private static string Kind(MultiaddrProtocol protocol) => protocol switch
    {
        MultiaddrProtocol.Ip4 => "IPv4 address",
        MultiaddrProtocol.Ip6 => "IPv6 address",
        MultiaddrProtocol.Tcp => "port (0 to 65535)",
        MultiaddrProtocol.P2p => "peer id",
        _ => "host name",
    };

    private static byte[] Port(string value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, ushort.Parse(value, CultureInfo.InvariantCulture));
        return bytes;
    }

    private static int TakeVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value;
        int length;
        try
        {
            if (!Varint.TryRead(bytes, out value, out length) || value > ushort.MaxValue)
            {
                throw new FormatException("a binary multiaddr has a bad number");
            }
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("a binary multiaddr has a bad number", e);
        }

        bytes = bytes[length..];
        return (int)value;
    }

    private static void AppendVarint(List<byte> bytes, ulong value)
    {
        Span<byte> buffer = stackalloc byte[Varint.MaxLength];
        bytes.AddRange(buffer[..Varint.Write(buffer, value)]);
    }
}
