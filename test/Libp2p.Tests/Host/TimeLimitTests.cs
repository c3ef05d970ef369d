using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Time.Testing;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class TimeLimitTests : IAsyncDisposable
{
    private readonly TestHosts _hosts = new();
    private readonly FakeTimeProvider _time = new();

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("132f6d756c746973747265616d2f312e302e300a072f6e6f6973650a00c8")]
    public async Task A_handshake_that_takes_too_long_is_ended(string said)
    {
        Libp2pHost host = await _hosts.StartAsync(time: _time);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.ListenAddresses[0].Port!.Value), TestHosts.Token);
        await socket.SendAsync(Convert.FromHexString(said), TestHosts.Token);

        Task<int> end = ReadToEndAsync(socket);
        await PubSub.Eventually.HoldsAsync(() => Advance(TimeSpan.FromSeconds(1)) && end.IsCompleted, "the connection is closed");
        Assert.Equal(1, host.Counters.HandshakesFailed);
    }

    [Fact]
    public async Task A_peer_that_no_longer_answers_is_given_up()
    {
        Libp2pHost host = await _hosts.StartAsync(time: _time);
        using RawConnection mute = await RawConnection.OpenAsync(host);
        await PubSub.Eventually.HoldsAsync(() => host.Connections.Count == 1, "it is connected");
        string reason = "";
        host.ConnectionClosed += (_, why) => reason = why;

        await PubSub.Eventually.HoldsAsync(() => Advance(TimeSpan.FromSeconds(1)) && reason.Length > 0, "it is given up");

        Assert.Contains("does not answer", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_peer_that_answers_pings_stays()
    {
        Libp2pHost alice = await _hosts.StartAsync(time: _time);
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
        await PubSub.Eventually.HoldsAsync(() => alice.GetPeerInfo(bob.LocalPeer) is not null, "they know each other");

        for (int i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(16));
            Assert.Single(await alice.PingAsync(bob.LocalPeer, 1, TestHosts.Token));
        }

        Assert.Single(alice.Connections);
    }

    [Fact]
    public async Task A_stream_whose_protocol_is_not_agreed_in_time_is_reset()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { Yamux = new YamuxOptions { PeerTimeout = TimeSpan.FromHours(1) } }, _time);
        using RawConnection raw = await RawConnection.OpenAsync(host);
        await raw.DataAsync(YamuxFlags.Syn, 1, MultistreamSelect.Line(MultistreamSelect.Header));
        Task<(YamuxFrame Frame, byte[] Body)> reset = raw.ReadUntilAsync(f => f.StreamId == 1 && f.Flags.HasFlag(YamuxFlags.Rst));

        await PubSub.Eventually.HoldsAsync(() => Advance(TimeSpan.FromSeconds(1)) && reset.IsCompleted, "the stream is reset");
        await reset;
        Assert.Single(host.Connections);
    }

    private bool Advance(TimeSpan by)
    {
        _time.Advance(by);
        return true;
    }

    private static async Task<int> ReadToEndAsync(Socket socket)
    {
        byte[] buffer = new byte[1024];
        int total = 0;
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, TestHosts.Token)) > 0;)
            {
                total += read;
            }
        }
        catch (SocketException)
        {
            // A reset is an end as well.
        }

        return total;
    }
}
