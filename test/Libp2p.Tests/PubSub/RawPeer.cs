using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>A peer that speaks the protocol by hand: sends what it is told and records what it gets.</summary>
internal sealed class RawPeer
{
    private readonly Lock _gate = new();
    private readonly List<Rpc> _received = [];
    private readonly List<int> _sizes = [];

    private RawPeer(MemoryHost host, IPeerStream stream)
    {
        Host = host;
        Stream = stream;
    }

    public MemoryHost Host { get; }

    public IPeerStream Stream { get; private set; }

    public PeerIdentity Identity => Host.Identity;

    /// <summary>Inbound streams so far.</summary>
    public int StreamsOpened { get; private set; }

    public IReadOnlyList<int> FrameSizes
    {
        get
        {
            lock (_gate)
            {
                return [.. _sizes];
            }
        }
    }

    /// <summary>Connects to the target and opens its stream; does not read what comes unless <paramref name="reads"/>.</summary>
    public static async Task<RawPeer> ConnectAsync(MemoryHost target, string seed, bool reads = true, string protocol = "/meshsub/1.1.0")
    {
        MemoryHost host = new(Samples.Identity(seed));
        RawPeer peer = new(host, null!);
        host.Handle(protocol, peer.ServeAsync(reads));
        MemoryHost.Connect(host, target);
        await peer.ReopenAsync(target, protocol);
        return peer;
    }

    public async Task ReopenAsync(MemoryHost target, string protocol = "/meshsub/1.1.0") =>
        Stream = await Host.OpenStreamAsync(target.LocalPeer, [protocol]);

    public ValueTask SendAsync(params OutboundItem[] items) => Stream.WriteAsync(Samples.Frame(items), TestContext.Current.CancellationToken);

    public ValueTask JoinAsync(string topic) => SendAsync(OutboundItem.Subscription(topic, true), OutboundItem.Graft(topic));

    /// <summary>All that came in so far, as if it were one RPC each.</summary>
    public T Count<T>(Func<IReadOnlyList<Rpc>, T> query)
    {
        lock (_gate)
        {
            return query(_received);
        }
    }

    public int Copies(string data) =>
        Count(rpcs => rpcs.Sum(r => r.Messages.Count(m => System.Text.Encoding.UTF8.GetString(m.Data!.Value.Span) == data)));

    private Func<IPeerStream, CancellationToken, Task> ServeAsync(bool reads) => async (stream, cancellationToken) =>
    {
        StreamsOpened++;
        if (!reads)
        {
            return;
        }

        using FrameReader reader = new(stream, 1 << 20);
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } frame)
            {
                lock (_gate)
                {
                    _sizes.Add(frame.Length);
                    _received.Add(RpcDecoder.Decode(frame.ToArray()));
                }
            }
        }
        catch (IOException)
        {
        }
    };
}
