using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class Libp2pHostTests : IAsyncDisposable
{
    private readonly TestHosts _hosts = new();

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact]
    public async Task Peers_meet_identify_each_other_and_part()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync(new Libp2pOptions { AgentVersion = "bob/1", ProtocolVersion = "net/1" });
        TaskCompletionSource<(PeerId Peer, IReadOnlyList<string> Protocols)> come = new();
        TaskCompletionSource<PeerId> gone = new();
        alice.PeerConnected += (peer, protocols) => come.TrySetResult((peer, protocols));
        alice.PeerDisconnected += peer => gone.TrySetResult(peer);

        Assert.Equal(bob.LocalPeer, await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token));
        (PeerId peer, IReadOnlyList<string> protocols) = await come.Task.WaitAsync(TestHosts.Token);

        Assert.Equal(bob.LocalPeer, peer);
        Assert.Contains(TestHosts.Echo, protocols);
        PeerInfo info = alice.GetPeerInfo(bob.LocalPeer)!;
        Assert.Equal(("bob/1", "net/1"), (info.AgentVersion, info.ProtocolVersion));
        Assert.Equal(bob.ListenAddresses[0].WithoutPeer(), Assert.Single(info.ListenAddresses));
        Assert.Equal("127.0.0.1", info.ObservedAddress!.Host);
        Assert.True(Assert.Single(alice.Connections) is { IsInbound: false, UsedEarlyMuxer: true });

        alice.Disconnect(bob.LocalPeer);
        Assert.Equal(bob.LocalPeer, await gone.Task.WaitAsync(TestHosts.Token));
        await PubSub.Eventually.HoldsAsync(() => bob.ConnectedPeers.Count == 0, "bob notices");
        await Assert.ThrowsAsync<IOException>(async () => await alice.OpenStreamAsync(bob.LocalPeer, [TestHosts.Echo], TestHosts.Token));
    }

    [Fact]
    public async Task A_peer_that_is_not_the_one_dialed_is_refused()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        using PeerIdentity other = PeerIdentity.Generate();

        IOException refused = await Assert.ThrowsAsync<IOException>(() => alice.ConnectAsync(bob.ListenAddresses[0].WithPeer(other.Id), TestHosts.Token));

        Assert.Contains(bob.LocalPeer.Text, refused.Message, StringComparison.Ordinal);
        Assert.Contains(other.Id.Text, refused.Message, StringComparison.Ordinal);
        Assert.Empty(alice.Connections);
        await PubSub.Eventually.HoldsAsync(() => bob.Counters.HandshakesFailed == 1, "bob's side has ended");
        Assert.Empty(bob.Connections);
    }

    [Fact]
    public async Task An_address_without_a_peer_id_can_be_dialed()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();

        Assert.Equal(bob.LocalPeer, await alice.ConnectAsync(Multiaddr.Parse($"/dns4/localhost/tcp/{bob.ListenAddresses[0].Port}"), TestHosts.Token));
    }

    [Theory]
    [InlineData("/ip4/0.0.0.0/tcp/4001")]
    [InlineData("/ip4/127.0.0.1/tcp/0")]
    [InlineData("/ip4/127.0.0.1")]
    [InlineData("/dns4/no.such.name.invalid/tcp/1")]
    public async Task What_cannot_be_dialed_is_refused_naming_it(string address)
    {
        Libp2pHost alice = await _hosts.StartAsync();

        IOException refused = await Assert.ThrowsAsync<IOException>(() => alice.ConnectAsync(Multiaddr.Parse(address), TestHosts.Token));
        Assert.Contains(Multiaddr.Parse(address).Host!, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_error_naming_the_address()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        Multiaddr address = bob.ListenAddresses[0];
        await bob.DisposeAsync();

        IOException refused = await Assert.ThrowsAsync<IOException>(() => alice.ConnectAsync(address, TestHosts.Token));
        Assert.Contains(address.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_naming_the_address_and_nothing_is_listened_on()
    {
        Libp2pHost taken = await _hosts.StartAsync();
        Multiaddr address = taken.ListenAddresses[0].WithoutPeer();
        using PeerIdentity identity = PeerIdentity.Generate();
        await using Libp2pHost host = new(identity, new Libp2pOptions { Listen = [Multiaddr.Parse("/ip4/127.0.0.1/tcp/0"), address] });

        IOException refused = await Assert.ThrowsAsync<IOException>(() => host.StartAsync(TestHosts.Token));

        Assert.Contains(address.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Empty(host.ListenAddresses);
    }

    [Fact]
    public async Task An_unspecified_address_is_listened_on_but_never_announced()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { Listen = [Multiaddr.Parse("/ip4/0.0.0.0/tcp/0")] });
        Multiaddr named = Multiaddr.Parse("/dns4/mesh.example/tcp/4001");
        Libp2pHost announcing = await _hosts.StartAsync(new Libp2pOptions { Announce = [named] });
        using PeerIdentity identity = PeerIdentity.Generate();
        await using Libp2pHost wrong = new(identity, new Libp2pOptions { Announce = [Multiaddr.Parse("/ip4/0.0.0.0/tcp/1")] });

        Assert.NotEmpty(host.ListenAddresses);
        Assert.DoesNotContain(host.AnnouncedAddresses, a => a.IsUnspecified);
        Assert.Equal([named.WithPeer(announcing.LocalPeer)], announcing.AnnouncedAddresses);
        await Assert.ThrowsAsync<IOException>(() => wrong.StartAsync(TestHosts.Token));
    }

    [Fact]
    public async Task Many_who_dial_one_peer_at_once_share_a_connection()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();

        PeerId[] peers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token)));
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);

        Assert.All(peers, p => Assert.Equal(bob.LocalPeer, p));
        Assert.Single(alice.Connections);
        await Assert.ThrowsAsync<IOException>(() => alice.ConnectAsync(alice.ListenAddresses[0], TestHosts.Token));
    }

    [Fact]
    public async Task Two_that_dial_each_other_at_once_can_both_open_streams()
    {
        for (int i = 0; i < 10; i++)
        {
            Libp2pHost alice = await _hosts.StartAsync();
            Libp2pHost bob = await _hosts.StartAsync();
            await Task.WhenAll(alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token), bob.ConnectAsync(alice.ListenAddresses[0], TestHosts.Token));

            Assert.Single(await alice.PingAsync(bob.LocalPeer, 1, TestHosts.Token));
            Assert.Single(await bob.PingAsync(alice.LocalPeer, 1, TestHosts.Token));
        }
    }

    [Fact]
    public async Task Pings_give_round_trips()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);

        IReadOnlyList<TimeSpan> trips = await alice.PingAsync(bob.LocalPeer, 5, TestHosts.Token);

        Assert.Equal(5, trips.Count);
        Assert.All(trips, t => Assert.True(t > TimeSpan.Zero));
    }

    [Fact]
    public async Task An_unserved_protocol_is_refused_by_name_and_the_connection_goes_on()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);

        ProtocolNotSupportedException refused = await Assert.ThrowsAsync<ProtocolNotSupportedException>(
            async () => await alice.OpenStreamAsync(bob.LocalPeer, ["/none/1", "/none/2"], TestHosts.Token));

        Assert.Contains("/none/1, /none/2", refused.Message, StringComparison.Ordinal);
        await using IPeerStream stream = await alice.OpenStreamAsync(bob.LocalPeer, ["/none/1", TestHosts.Echo], TestHosts.Token);
        Assert.Equal(TestHosts.Echo, stream.Protocol);
        await stream.WriteAsync("still here"u8.ToArray(), TestHosts.Token);
        await stream.CloseWriteAsync(TestHosts.Token);
        Assert.Equal("still here"u8.ToArray(), await TestHosts.ReadToEndAsync(stream));
    }

    [Fact]
    public async Task A_handler_that_throws_resets_its_stream_and_nothing_else()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        TaskCompletionSource<(PeerId, string, Exception)> failed = new();
        bob.HandlerFailed += (peer, protocol, e) => failed.TrySetResult((peer, protocol, e));
        bob.Handle("/test/broken/1", (_, _) => throw new NotSupportedException("broken"));
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using IPeerStream stream = await alice.OpenStreamAsync(bob.LocalPeer, ["/test/broken/1"], TestHosts.Token);
            await stream.WriteAsync(new byte[1], TestHosts.Token);
            await stream.ReadAsync(new byte[1], TestHosts.Token);
        });

        (PeerId peer, string protocol, Exception exception) = await failed.Task.WaitAsync(TestHosts.Token);
        Assert.Equal((alice.LocalPeer, "/test/broken/1", "broken"), (peer, protocol, exception.Message));
        Assert.Single(await alice.PingAsync(bob.LocalPeer, 1, TestHosts.Token));
    }

    [Fact]
    public async Task A_protocol_that_is_served_later_is_made_known_to_peers()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        ConcurrentQueue<PeerInfo> news = new();
        alice.PeerIdentified += news.Enqueue;
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
        await PubSub.Eventually.HoldsAsync(() => bob.GetPeerInfo(alice.LocalPeer) is not null, "bob knows what alice takes");

        bob.Handle("/test/late/1", TestHosts.EchoAsync);

        await PubSub.Eventually.HoldsAsync(() => alice.GetPeerInfo(bob.LocalPeer)?.Protocols.Contains("/test/late/1") == true, "alice has heard of it");
        await PubSub.Eventually.HoldsAsync(() => news.Any(n => n.Protocols.Contains("/test/late/1")), "the event was raised");
    }

    [Fact]
    public async Task Streams_end_with_their_connection()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
        await using IPeerStream stream = await alice.OpenStreamAsync(bob.LocalPeer, [TestHosts.Echo], TestHosts.Token);
        await stream.WriteAsync(new byte[1], TestHosts.Token);
        Assert.Equal(1, await stream.ReadAsync(new byte[10], TestHosts.Token));
        Task<int> reading = stream.ReadAsync(new byte[10], TestHosts.Token).AsTask();

        await bob.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => reading);
        await PubSub.Eventually.HoldsAsync(() => alice.Connections.Count == 0, "alice's connection is gone");
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1], TestHosts.Token));
    }

    [Fact]
    public async Task A_read_can_be_given_up_and_taken_up_again()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
        await using IPeerStream stream = await alice.OpenStreamAsync(bob.LocalPeer, [TestHosts.Echo], TestHosts.Token);
        await stream.WriteAsync(new byte[] { 1 }, TestHosts.Token);
        Assert.Equal(1, await stream.ReadAsync(new byte[1], TestHosts.Token));
        using CancellationTokenSource stop = new();
        Task<int> reading = stream.ReadAsync(new byte[1], stop.Token).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        byte[] buffer = new byte[4];
        await stream.WriteAsync(new byte[] { 2, 3 }, TestHosts.Token);

        Assert.Equal(2, await stream.ReadAsync(buffer, TestHosts.Token));
        Assert.Equal([2, 3], buffer[..2]);
    }

    [Fact]
    public async Task A_peer_has_so_many_connections_and_no_more()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { MaxConnectionsPerPeer = 2 });
        using PeerIdentity identity = PeerIdentity.Generate();
        await using Libp2pHost first = new(identity);
        await using Libp2pHost second = new(identity);
        await using Libp2pHost third = new(identity);
        await first.ConnectAsync(host.ListenAddresses[0], TestHosts.Token);
        await second.ConnectAsync(host.ListenAddresses[0], TestHosts.Token);
        await PubSub.Eventually.HoldsAsync(() => host.Connections.Count == 2, "both are counted");

        await third.ConnectAsync(host.ListenAddresses[0], TestHosts.Token);

        await PubSub.Eventually.HoldsAsync(() => third.Connections.Count == 0, "the third was closed");
        Assert.Equal(1, host.Counters.ConnectionsRefused);
        Assert.Equal(2, host.Connections.Count);
    }

    [Fact]
    public async Task Silent_connections_do_not_keep_others_out()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { MaxHalfOpen = 8 });
        Libp2pHost alice = await _hosts.StartAsync();
        List<Socket> silent = [];
        for (int i = 0; i < 50; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            silent.Add(socket);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.ListenAddresses[0].Port!.Value), TestHosts.Token);
        }

        await alice.ConnectAsync(host.ListenAddresses[0], TestHosts.Token);

        Assert.Single(await alice.PingAsync(host.LocalPeer, 1, TestHosts.Token));
        await PubSub.Eventually.HoldsAsync(() => host.Counters.HalfOpenEvicted >= 42, "the oldest were ended");
        silent.ForEach(s => s.Dispose());
    }
}
