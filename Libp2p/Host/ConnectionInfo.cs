namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A connection to a peer: from which address, who dialed, and whether the muxer was agreed within Noise.</summary>
public sealed record ConnectionInfo(PeerId Peer, Multiaddr RemoteAddress, bool IsInbound, bool UsedEarlyMuxer);
