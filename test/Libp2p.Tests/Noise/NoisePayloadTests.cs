namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class NoisePayloadTests
{
    private static readonly byte[] StaticKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_payload_proves_who_holds_the_static_key()
    {
        using PeerIdentity identity = PeerIdentity.Generate();

        NoisePayload payload = NoisePayload.Decode(NoisePayload.Encode(identity, StaticKey, ["/yamux/1.0.0", "/other"]), StaticKey);

        Assert.Equal(identity.PublicKey, payload.IdentityKey);
        Assert.Equal(["/yamux/1.0.0", "/other"], payload.StreamMuxers);
    }

    [Fact]
    public void A_signature_of_another_static_key_or_another_identity_is_refused()
    {
        using PeerIdentity identity = PeerIdentity.Generate();
        using PeerIdentity other = PeerIdentity.Generate();
        byte[] signature = identity.Sign([.. "noise-libp2p-static-key:"u8, .. StaticKey]);
        byte[] changed = [.. signature];
        changed[5] ^= 1;

        Refused(Payload(identity.PublicKey.Encode(), identity.Sign([.. "noise-libp2p-static-key:"u8, .. StaticKey[1..], 0])));
        Refused(Payload(identity.PublicKey.Encode(), changed));
        Refused(Payload(other.PublicKey.Encode(), signature));
        Refused(Payload(identity.PublicKey.Encode(), []));
        Refused(Payload([], signature));
        Refused([]);
        Refused([0xff, 0xff, 1, 2, 3]);
    }

    private static void Refused(byte[] payload) => Assert.Throws<InvalidDataException>(() => NoisePayload.Decode(payload, StaticKey));

    private static byte[] Payload(byte[] key, byte[] signature)
    {
        ProtobufWriter writer = new();
        writer.WriteBytes(1, key);
        writer.WriteBytes(2, signature);
        return writer.ToArray();
    }
}
