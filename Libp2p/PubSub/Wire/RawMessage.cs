namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>A message as it came, unverified: its fields are slices of the RPC's buffer, null where absent.</summary>
internal readonly record struct RawMessage(
    ReadOnlyMemory<byte>? From,
    ReadOnlyMemory<byte>? Data,
    ReadOnlyMemory<byte>? Sequence,
    ReadOnlyMemory<byte>? Topic,
    ReadOnlyMemory<byte>? Signature,
    ReadOnlyMemory<byte>? Key);
