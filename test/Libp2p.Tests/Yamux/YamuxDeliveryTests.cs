using CsCheck;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class YamuxDeliveryTests : IAsyncDisposable
{
    private readonly TestHosts _hosts = new();

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact]
    public async Task Whatever_is_written_on_however_many_streams_comes_out_intact_and_in_order()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync(new Libp2pOptions { Yamux = new YamuxOptions { MaxWindow = 1 << 20 } });
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);

        // A stream is a list of writes by their sizes, and the size of its reads.
        Gen<(List<int> Writes, int Read)[]> streams = Gen.Select(Gen.OneOf(Gen.Int[1, 300], Gen.Int[1, 40_000], Gen.Int[200_000, 400_000]).List[0, 8], Gen.OneOf(Gen.Int[1, 50], Gen.Int[1000, 70_000])).Array[1, 12];
        await streams.SampleAsync(
            async plan => await Task.WhenAll(plan.Select((s, i) => RoundTripAsync(alice, bob.LocalPeer, s.Writes, s.Read, i))),
            iter: 25,
            threads: 1);

        Assert.Single(alice.Connections);
        await PubSub.Eventually.HoldsAsync(() => bob.Counters.HandlersFailed == 0 && bob.Counters.StreamsRefused == 0, "no stream failed");
    }

    [Fact]
    public async Task Both_sides_may_open_streams_at_the_same_time()
    {
        Libp2pHost alice = await _hosts.StartAsync();
        Libp2pHost bob = await _hosts.StartAsync();
        await alice.ConnectAsync(bob.ListenAddresses[0], TestHosts.Token);
        await PubSub.Eventually.HoldsAsync(() => bob.ConnectedPeers.Count == 1, "bob knows of the connection");

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => i % 2 == 0
            ? RoundTripAsync(alice, bob.LocalPeer, [100, 20_000], 4096, i)
            : RoundTripAsync(bob, alice.LocalPeer, [100, 20_000], 4096, i)));
    }

    private static async Task RoundTripAsync(Libp2pHost host, PeerId peer, IReadOnlyList<int> writes, int readSize, int seed)
    {
        await using IPeerStream stream = await host.OpenStreamAsync(peer, [TestHosts.Echo], TestHosts.Token);
        byte[] sent = new byte[writes.Sum()];
        new Random(seed).NextBytes(sent);
        Task writing = WriteAsync();
        byte[] received = new byte[sent.Length];
        byte[] buffer = new byte[readSize];
        int total = 0;
        for (int read; (read = await stream.ReadAsync(buffer, TestHosts.Token)) > 0; total += read)
        {
            buffer.AsSpan(0, read).CopyTo(received.AsSpan(total));
        }

        await writing;
        Assert.Equal(sent.Length, total);
        Assert.True(sent.AsSpan().SequenceEqual(received));

        async Task WriteAsync()
        {
            int at = 0;
            foreach (int size in writes)
            {
                await stream.WriteAsync(sent.AsMemory(at, size), TestHosts.Token);
                at += size;
            }

            await stream.CloseWriteAsync(TestHosts.Token);
        }
    }
}
