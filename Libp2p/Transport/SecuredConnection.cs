using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A connection whose peer is proven and whose muxer is agreed; the rests are bytes that came early.</summary>
internal sealed record SecuredConnection(
    Socket Socket,
    PeerId RemotePeer,
    bool IsInitiator,
    bool UsedEarlyMuxer,
    NoiseCipher Send,
    NoiseCipher Receive,
    byte[] EncryptedRest,
    byte[] PlainRest);
