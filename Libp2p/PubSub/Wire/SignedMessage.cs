namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>A verified (or own) message: encoded once, for passing on, caching and delivery alike.</summary>
internal sealed record SignedMessage(MessageId Id, PeerId Author, string Topic, ulong Sequence, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Encoded);
