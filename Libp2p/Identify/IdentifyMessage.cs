using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The protobuf of identify 1.0.0.</summary>
internal static class IdentifyMessage
{
    public const string Protocol = "/ipfs/id/1.0.0";
    public const string PushProtocol = "/ipfs/id/push/1.0.0";

    /// <summary>What rust-libp2p reads at most.</summary>
    public const int MaxSent = 4096 - 64;

    /// <summary>The largest single message read.</summary>
    public const int MaxMessage = 8 * 1024;

    /// <summary>How many messages make one identification at most.</summary>
    public const int MaxMessages = 10;

    private const int MaxEntries = 512;
    private const int MaxText = 256;

    public static byte[] Encode(PublicKey key, PeerInfo self, Multiaddr? observed)
    {
        ProtobufWriter writer = new();
        writer.WriteBytes(1, key.Encode());
        if (observed is not null)
        {
            writer.WriteBytes(4, observed.ToBytes());
        }

        writer.WriteString(5, self.ProtocolVersion);
        writer.WriteString(6, self.AgentVersion);
        foreach (string protocol in self.Protocols)
        {
            writer.WriteString(3, protocol);
        }

        foreach (Multiaddr address in self.ListenAddresses)
        {
            byte[] bytes = address.WithoutPeer().ToBytes();
            if (writer.Length + bytes.Length < MaxSent)
            {
                writer.WriteBytes(2, bytes);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Adds a message to what is known; a field that came again replaces the known one, lists that came in several messages add up.</summary>
    /// <exception cref="InvalidDataException">The message is malformed or speaks for another key.</exception>
    public static PeerInfo Merge(PeerInfo known, ReadOnlySpan<byte> message)
    {
        List<string> protocols = [.. known.Protocols];
        List<Multiaddr> addresses = [.. known.ListenAddresses];
        ProtobufReader reader = new(message);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            if (!reader.IsBytes)
            {
                continue;
            }

            switch (field)
            {
                case 1 when !PublicKey.TryDecode(bytes, out PublicKey? key) || !known.Peer.Matches(key):
                    throw new InvalidDataException("identify speaks for another key than the connection's");
                case 2 when addresses.Count < MaxEntries && Address(bytes) is { } address && !addresses.Contains(address):
                    addresses.Add(address);
                    break;
                case 3 when protocols.Count < MaxEntries && bytes.Length is > 0 and <= MaxText:
                    protocols.Add(Encoding.UTF8.GetString(bytes));
                    break;
                case 4:
                    known = known with { ObservedAddress = Address(bytes)?.WithoutPeer() ?? known.ObservedAddress };
                    break;
                case 5:
                    known = known with { ProtocolVersion = Text(bytes) };
                    break;
                case 6:
                    known = known with { AgentVersion = Text(bytes) };
                    break;
                case 8:
                    known = known with { HasSignedPeerRecord = true };
                    break;
            }
        }

        return reader.IsMalformed
            ? throw new InvalidDataException("an identify message is malformed")
            : known with { Protocols = [.. protocols.Distinct().Order(StringComparer.Ordinal)], ListenAddresses = addresses };
    }

    private static Multiaddr? Address(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Multiaddr.FromBytes(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MaxText)]);
}
