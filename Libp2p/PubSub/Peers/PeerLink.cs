using System.Buffers;

using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Peers;

/// <summary>The streams to and from one peer: keeps the outgoing one open and drains the queue into it.</summary>
internal sealed class PeerLink(PeerId peer, IPeerNetwork network, GossipSubOptions options, TimeProvider time, IPeerLinkOwner owner) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stop = new();
    private IPeerStream? _inbound;
    private IPeerStream? _outbound;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _writeSince;

    public PeerId Peer { get; } = peer;

    public OutboundQueue Queue { get; } = new(options);

    /// <summary>Ends some time after <see cref="Dispose"/>.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>The peer has a new connection: a wait for the next attempt ends now.</summary>
    public void Wake() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Makes the stream the peer's one inbound stream; an older one is reset.</summary>
    public void ReplaceInbound(IPeerStream stream) => Interlocked.Exchange(ref _inbound, stream)?.Reset();

    /// <summary>The inbound stream has ended.</summary>
    public void InboundEnded(IPeerStream stream) => Interlocked.CompareExchange(ref _inbound, null, stream);

    /// <summary>Resets the outgoing stream when one write has taken too long.</summary>
    public void ResetIfStalled()
    {
        long since = Volatile.Read(ref _writeSince);
        if (since != 0 && time.GetElapsedTime(since) > options.WriteTimeout)
        {
            Volatile.Read(ref _outbound)?.Reset();
        }
    }

    /// <summary>Ends both streams; <see cref="Completion"/> follows.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Interlocked.Exchange(ref _inbound, null)?.Reset();
        Volatile.Read(ref _outbound)?.Reset();
    }

    private async Task RunAsync()
    {
        TimeSpan wait = ShortestWait;
        while (!_stop.IsCancellationRequested)
        {
            long start = time.GetTimestamp();
            try
            {
                await DriveAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or TimeoutException or OperationCanceledException or ObjectDisposedException)
            {
                // Opened again below for as long as the peer is there.
            }

            if (_stop.IsCancellationRequested)
            {
                return;
            }

            owner.OutboundLost(this);
            wait = time.GetElapsedTime(start) > Settled ? ShortestWait : wait;
            await _wake.Task.WaitAsync(wait, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = _wake.Task.IsCompleted ? ShortestWait : TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, wait.Ticks * 2));
            Volatile.Write(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    private async Task DriveAsync()
    {
        IPeerStream stream = await network.OpenStreamAsync(Peer, GossipProtocols.Ids, _stop.Token).ConfigureAwait(false);
        Volatile.Write(ref _outbound, stream);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task watch = Task.CompletedTask;
        try
        {
            ArrayBufferWriter<byte> buffer = new(1024);
            List<OutboundItem> batch = owner.OutboundOpened(this, GossipProtocols.Of(stream.Protocol) ?? GossipProtocol.FloodSub);
            foreach (OutboundItem[] hello in batch.Chunk(100).DefaultIfEmpty([]))
            {
                await WriteAsync(stream, buffer, hello, ended.Token).ConfigureAwait(false);
            }

            // Only now: a stream that is negotiated with its first write must not be read before.
            watch = WatchAsync(stream, ended);
            batch = [];
            while (true)
            {
                batch.Clear();
                await Queue.TakeAsync(batch, ended.Token).ConfigureAwait(false);
                await WriteAsync(stream, buffer, batch, ended.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _outbound, null);
            stream.Reset();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(IPeerStream stream, ArrayBufferWriter<byte> buffer, IReadOnlyList<OutboundItem> items, CancellationToken cancellationToken)
    {
        buffer.ResetWrittenCount();
        RpcFrame.Write(buffer, items);
        Volatile.Write(ref _writeSince, time.GetTimestamp());
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _writeSince, 0);
    }

    /// <summary>Peers send nothing on this stream; reading shows a reset even while there is nothing to write.</summary>
    private static async Task WatchAsync(IPeerStream stream, CancellationTokenSource ended)
    {
        byte[] buffer = new byte[64];
        try
        {
            while (await stream.ReadAsync(buffer, ended.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }
}
