namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Identify and identify push, both ways.</summary>
public sealed partial class Libp2pHost
{
    private async Task IdentifyAsync(PeerConnection connection)
    {
        PeerInfo? info = null;
        int news = _registry.News(connection.Info.Peer);
        try
        {
            using CancellationTokenSource limit = new(_options.IdentifyTimeout, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.Muxer.Lifetime);
            IPeerStream stream = await connection.OpenAsync([IdentifyMessage.Protocol], IdentifyMessage.Protocol, either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                info = await IdentifyExchange.ReadAsync(stream, new PeerInfo(connection.Info.Peer), either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            // A peer that does not identify itself is connected all the same; nothing is known of it.
        }

        _registry.Identified(connection, info, news, (peer, protocols) => _events.Post(() => PeerConnected?.Invoke(peer, protocols)));
        if (info is not null)
        {
            _events.Post(() => PeerIdentified?.Invoke(info));
        }
    }

    private async Task SendIdentifyAsync(IPeerStream stream, CancellationToken cancellationToken) =>
        await stream.WriteFrameAsync(OwnIdentify(stream.RemotePeer), cancellationToken).ConfigureAwait(false);

    private async Task TakePushAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        PeerInfo known = _registry.Info(stream.RemotePeer) ?? new PeerInfo(stream.RemotePeer);
        try
        {
            PeerInfo news = await IdentifyExchange.ReadAsync(stream, known, cancellationToken).ConfigureAwait(false);
            _registry.Update(news);
            _events.Post(() => PeerIdentified?.Invoke(news));
        }
        catch (InvalidDataException)
        {
            stream.Reset();
        }
    }

    /// <summary>Tells a peer that takes such news of this host's present protocols and addresses.</summary>
    private async Task PushIdentifyAsync(PeerConnection connection)
    {
        if (_registry.Info(connection.Info.Peer)?.Protocols.Contains(IdentifyMessage.PushProtocol) != true)
        {
            return;
        }

        try
        {
            IPeerStream stream = await connection.OpenAsync([IdentifyMessage.PushProtocol], IdentifyMessage.PushProtocol, connection.Muxer.Lifetime).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteFrameAsync(OwnIdentify(connection.Info.Peer), connection.Muxer.Lifetime).ConfigureAwait(false);
                await stream.CloseWriteAsync(connection.Muxer.Lifetime).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // News is a courtesy: the peer negotiates a protocol that it has not heard of.
        }
    }

    private byte[] OwnIdentify(PeerId to)
    {
        PeerInfo self = new(LocalPeer)
        {
            AgentVersion = _options.AgentVersion,
            ProtocolVersion = _options.ProtocolVersion,
            Protocols = _handlers.Protocols,
            ListenAddresses = AnnouncedAddresses,
        };
        return IdentifyMessage.Encode(_identity.PublicKey, self, _registry.Find(to)?.Info.RemoteAddress);
    }
}
