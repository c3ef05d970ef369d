using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Turns a TCP connection into a secured one with a muxer: multistream-select, Noise, Yamux agreed in Noise's extensions or by multistream-select.</summary>
internal sealed class ConnectionUpgrader(PeerIdentity identity)
{
    public const string Noise = "/noise";
    public const string Yamux = "/yamux/1.0.0";

    /// <summary>Upgrades a connection that this side dialed; the peer must be <paramref name="expected"/> where that is given.</summary>
    /// <exception cref="IOException">The peer closed, refused, or is another one.</exception>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocols.</exception>
    public async Task<SecuredConnection> UpgradeOutboundAsync(Socket socket, PeerId? expected, CancellationToken cancellationToken)
    {
        HandshakeSocket channel = new(socket);
        using NoiseHandshake handshake = new(initiator: true);

        // The first Noise message rides with the negotiation: a listener keeps what follows the line.
        await channel.WriteAsync((byte[])[.. MultistreamSelect.Proposal(Noise), .. HandshakeSocket.Frame(handshake.WriteMessage([]))], cancellationToken).ConfigureAwait(false);
        using MultistreamReader reader = new(channel);
        await MultistreamSelect.ExpectAsync(reader, Noise, cancellationToken).ConfigureAwait(false);
        channel.Unread(reader.Rest);
        byte[] answer = handshake.ReadMessage(await channel.ReadFrameAsync(cancellationToken).ConfigureAwait(false));
        NoisePayload payload = NoisePayload.Decode(answer, handshake.RemoteStaticKey);
        PeerId remote = PeerId.FromPublicKey(payload.IdentityKey);
        if (expected is { } wanted && wanted != remote)
        {
            throw new IOException($"the peer that answers is {remote}, not {wanted}");
        }

        byte[] last = HandshakeSocket.Frame(handshake.WriteMessage(OwnPayload(handshake)));
        (NoiseCipher send, NoiseCipher receive) = handshake.Split();
        bool early = payload.StreamMuxers.Contains(Yamux);
        if (early)
        {
            await channel.WriteAsync(last, cancellationToken).ConfigureAwait(false);
            return new(socket, remote, true, true, send, receive, channel.Rest, []);
        }

        NoiseChannel secured = new(channel, send, receive);
        await channel.WriteAsync((byte[])[.. last, .. secured.Seal(MultistreamSelect.Proposal(Yamux))], cancellationToken).ConfigureAwait(false);
        using MultistreamReader selection = new(secured);
        await MultistreamSelect.ExpectAsync(selection, Yamux, cancellationToken).ConfigureAwait(false);
        return new(socket, remote, true, false, send, receive, channel.Rest, [.. selection.Rest, .. secured.Rest.Span]);
    }

    /// <summary>Upgrades a connection that came in.</summary>
    /// <exception cref="IOException">The peer closed.</exception>
    /// <exception cref="InvalidDataException">The peer does not keep to the protocols.</exception>
    public async Task<SecuredConnection> UpgradeInboundAsync(Socket socket, CancellationToken cancellationToken)
    {
        HandshakeSocket channel = new(socket);
        using MultistreamReader reader = new(channel);
        await MultistreamSelect.AnswerAsync(channel, reader, static p => p == Noise, cancellationToken).ConfigureAwait(false);
        channel.Unread(reader.Rest);
        using NoiseHandshake handshake = new(initiator: false);
        handshake.ReadMessage(await channel.ReadFrameAsync(cancellationToken).ConfigureAwait(false));
        await channel.WriteAsync(HandshakeSocket.Frame(handshake.WriteMessage(OwnPayload(handshake))), cancellationToken).ConfigureAwait(false);
        byte[] answer = handshake.ReadMessage(await channel.ReadFrameAsync(cancellationToken).ConfigureAwait(false));
        NoisePayload payload = NoisePayload.Decode(answer, handshake.RemoteStaticKey);
        PeerId remote = PeerId.FromPublicKey(payload.IdentityKey);
        (NoiseCipher send, NoiseCipher receive) = handshake.Split();
        if (payload.StreamMuxers.Contains(Yamux))
        {
            return new(socket, remote, false, true, send, receive, channel.Rest, []);
        }

        NoiseChannel secured = new(channel, send, receive);
        using MultistreamReader selection = new(secured);
        await MultistreamSelect.AnswerAsync(secured, selection, static p => p == Yamux, cancellationToken).ConfigureAwait(false);
        return new(socket, remote, false, false, send, receive, channel.Rest, [.. selection.Rest, .. secured.Rest.Span]);
    }

    private byte[] OwnPayload(NoiseHandshake handshake) => NoisePayload.Encode(identity, handshake.StaticKey, [Yamux]);
}
