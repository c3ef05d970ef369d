namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class IdentifyTests : IDisposable
{
    private readonly PeerIdentity _identity = PeerIdentity.Generate();

    public void Dispose() => _identity.Dispose();

    [Fact]
    public async Task Several_messages_make_one_identification()
    {
        ProtobufWriter first = new();
        first.WriteString(3, "/b/1");
        first.WriteString(6, "agent");
        ProtobufWriter second = new();
        second.WriteString(3, "/a/1");
        second.WriteBytes(2, Multiaddr.Parse("/ip4/192.0.2.1/tcp/1").ToBytes());
        ProtobufWriter third = new();
        third.WriteBytes(8, [1, 2, 3]);

        PeerInfo info = await ReadAsync(first.ToArray(), second.ToArray(), third.ToArray());

        Assert.Equal(["/a/1", "/b/1"], info.Protocols);
        Assert.Equal("agent", info.AgentVersion);
        Assert.Equal(Multiaddr.Parse("/ip4/192.0.2.1/tcp/1"), Assert.Single(info.ListenAddresses));
        Assert.True(info.HasSignedPeerRecord);
    }

    [Fact]
    public async Task What_is_not_understood_is_left_out()
    {
        ProtobufWriter writer = new();
        writer.WriteBytes(2, [0x91, 0x02, 1, 2, 3]);
        writer.WriteBytes(4, Multiaddr.Parse("/ip4/192.0.2.1/tcp/1").WithPeer(_identity.Id).ToBytes());
        writer.WriteBytes(8, [0xff, 0xff]);
        writer.WriteVarint(77, 5);
        writer.WriteString(5, "net/1");

        PeerInfo info = await ReadAsync(writer.ToArray());

        Assert.Empty(info.ListenAddresses);
        Assert.Equal(Multiaddr.Parse("/ip4/192.0.2.1/tcp/1"), info.ObservedAddress);
        Assert.Equal("net/1", info.ProtocolVersion);
    }

    [Fact]
    public async Task Another_key_garbage_and_endless_messages_are_refused()
    {
        using PeerIdentity other = PeerIdentity.Generate();
        ProtobufWriter foreign = new();
        foreign.WriteBytes(1, other.PublicKey.Encode());

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(foreign.ToArray()));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([0xff, 0xff, 0xff]));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new byte[IdentifyMessage.MaxMessage + 1]));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. Enumerable.Repeat(new byte[] { 0x32, 1, 65 }, IdentifyMessage.MaxMessages + 1)]));
    }

    [Fact]
    public void A_message_stays_below_4_KiB_and_reads_back()
    {
        PeerInfo self = new(_identity.Id)
        {
            AgentVersion = "agent",
            ProtocolVersion = "net",
            Protocols = ["/a/1", "/b/1"],
            ListenAddresses = [.. Enumerable.Range(1, 1000).Select(i => Multiaddr.Parse($"/ip4/192.0.2.1/tcp/{i}").WithPeer(_identity.Id))],
        };

        byte[] message = IdentifyMessage.Encode(_identity.PublicKey, self, Multiaddr.Parse("/ip4/192.0.2.9/tcp/9"));
        PeerInfo read = IdentifyMessage.Merge(new PeerInfo(_identity.Id), message);

        Assert.InRange(message.Length, 3000, 4095);
        Assert.Equal(self.Protocols, read.Protocols);
        Assert.Equal(("agent", "net"), (read.AgentVersion, read.ProtocolVersion));
        Assert.Equal(Multiaddr.Parse("/ip4/192.0.2.1/tcp/1"), read.ListenAddresses[0]);
    }

    private Task<PeerInfo> ReadAsync(params byte[][] messages)
    {
        ScriptedPeerStream written = new([], []);
        foreach (byte[] message in messages)
        {
            written.WriteFrameAsync(message, TestHosts.Token).AsTask().GetAwaiter().GetResult();
        }

        return IdentifyExchange.ReadAsync(new ScriptedPeerStream(written.Written, [5]), new PeerInfo(_identity.Id), TestHosts.Token);
    }
}
