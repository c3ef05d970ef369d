namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>A message whose signature by <paramref name="Author"/> has been verified.</summary>
/// <param name="Topic">The topic it was published on.</param>
/// <param name="Author">The peer that signed it.</param>
/// <param name="DeliveredBy">The neighbour that passed it to us, which need not be the author.</param>
/// <param name="Sequence">The author's sequence number; together with the author it names the message.</param>
/// <param name="Data">The payload as published.</param>
public sealed record GossipMessage(string Topic, PeerId Author, PeerId DeliveredBy, ulong Sequence, ReadOnlyMemory<byte> Data);
