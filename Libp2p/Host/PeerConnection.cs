using System.Diagnostics.CodeAnalysis;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A muxed connection with the negotiation of its streams.</summary>
internal sealed class PeerConnection
{
    private readonly ProtocolHandlers _handlers;
    private readonly HostCounters _counters;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The connection is disposed with this one, by closing.")]
    public PeerConnection(SecuredConnection secured, Multiaddr remoteAddress, YamuxOptions options, TimeProvider time, ProtocolHandlers handlers, HostCounters counters)
    {
        _handlers = handlers;
        _counters = counters;
        Info = new(secured.RemotePeer, remoteAddress, !secured.IsInitiator, secured.UsedEarlyMuxer);
        Muxer = new YamuxConnection(secured, options, time, stream => _ = ServeAsync(stream));
    }

    public ConnectionInfo Info { get; }

    public YamuxConnection Muxer { get; }

    /// <summary>Opens a stream for the first protocol that the peer takes; at once when <paramref name="known"/> says which.</summary>
    public async ValueTask<IPeerStream> OpenAsync(IReadOnlyList<string> protocols, string? known, CancellationToken cancellationToken)
    {
        YamuxStream stream = await Muxer.OpenStreamAsync(cancellationToken).ConfigureAwait(false);
        _counters.StreamOpened();
        if (known is not null)
        {
            return PeerStream.Lazy(stream, Info.Peer, known);
        }

        stream.Deadline = Muxer.After(Muxer.Options.NegotiationTimeout);
        using MultistreamReader reader = new(stream);
        try
        {
            string protocol = await MultistreamSelect.SelectAsync(stream, reader, protocols, cancellationToken).ConfigureAwait(false);
            stream.Deadline = 0;
            return PeerStream.Negotiated(stream, Info.Peer, protocol, reader.Rest);
        }
        catch (Exception e)
        {
            stream.Reset();
            throw e is InvalidDataException ? new IOException(e.Message, e) : e;
        }
    }

    private async Task ServeAsync(YamuxStream stream)
    {
        PeerStream served;
        Func<IPeerStream, CancellationToken, Task> handler;
        try
        {
            using MultistreamReader reader = new(stream);
            string protocol = await MultistreamSelect.AnswerAsync(stream, reader, _handlers.Serves, Muxer.Lifetime).ConfigureAwait(false);
            stream.Deadline = 0;
            handler = _handlers.Find(protocol);
            served = PeerStream.Negotiated(stream, Info.Peer, protocol, reader.Rest);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or InvalidOperationException)
        {
            _counters.StreamRefused();
            stream.Reset();
            return;
        }

        _counters.StreamServed();
        try
        {
            await handler(served, Muxer.Lifetime).ConfigureAwait(false);
            await served.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its stream and nothing else.
        catch (Exception e)
#pragma warning restore CA1031
        {
            served.Reset();
            _counters.HandlerFailed();
            _handlers.Failed(Info.Peer, served.Protocol, e);
        }
    }
}
