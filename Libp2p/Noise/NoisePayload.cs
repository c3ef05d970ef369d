using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>libp2p's handshake payload: who holds the static key, proven by a signature, and the muxers offered in the extensions.</summary>
internal sealed record NoisePayload(PublicKey IdentityKey, IReadOnlyList<string> StreamMuxers)
{
    private static ReadOnlySpan<byte> SignaturePrefix => "noise-libp2p-static-key:"u8;

    public static byte[] Encode(PeerIdentity identity, ReadOnlySpan<byte> staticKey, IEnumerable<string> streamMuxers)
    {
        ProtobufWriter extensions = new();
        foreach (string muxer in streamMuxers)
        {
            extensions.WriteString(2, muxer);
        }

        ProtobufWriter payload = new();
        payload.WriteBytes(1, identity.PublicKey.Encode());
        payload.WriteBytes(2, identity.Sign([.. SignaturePrefix, .. staticKey]));
        payload.WriteBytes(4, extensions.ToArray());
        return payload.ToArray();
    }

    /// <summary>Reads a payload and checks that its identity key signed the static key.</summary>
    /// <exception cref="InvalidDataException">The payload is malformed or the signature is not the identity key's.</exception>
    public static NoisePayload Decode(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> remoteStaticKey)
    {
        PublicKey? key = null;
        ReadOnlySpan<byte> signature = default;
        List<string> muxers = [];
        ProtobufReader reader = new(encoded);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            switch (field)
            {
                case 1 when reader.IsBytes && !PublicKey.TryDecode(bytes, out key):
                    throw new InvalidDataException("the Noise payload has a malformed identity key");
                case 2 when reader.IsBytes:
                    signature = bytes;
                    break;
                case 4 when reader.IsBytes:
                    ReadMuxers(bytes, muxers);
                    break;
            }
        }

        if (reader.IsMalformed || key is null)
        {
            throw new InvalidDataException("the Noise payload is malformed or names no identity key");
        }

        if (key.Type != PublicKeyType.Ed25519)
        {
            throw new InvalidDataException($"the peer's identity key is of type {key.Type}; only Ed25519 is supported");
        }

        return key.Verify([.. SignaturePrefix, .. remoteStaticKey], signature)
            ? new NoisePayload(key, muxers)
            : throw new InvalidDataException("the Noise payload's signature is not that of its identity key");
    }

    private static void ReadMuxers(ReadOnlySpan<byte> extensions, List<string> muxers)
    {
        ProtobufReader reader = new(extensions);
        while (reader.TryReadField(out int field, out _, out ReadOnlySpan<byte> bytes))
        {
            if (field == 2 && reader.IsBytes)
            {
                muxers.Add(Encoding.UTF8.GetString(bytes));
            }
        }
    }
}
