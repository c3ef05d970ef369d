namespace Orleans.QuantumMesh.Storage;

/// <summary>What became of an append.</summary>
/// <param name="LastPosition">Global position of its last event; 0 where it had none or was not written.</param>
/// <param name="LastSequence">Sequence of its last event in the stream; 0 where it had none or was not written.</param>
/// <param name="Existing">The earlier record under the same idempotency key; where it stands, nothing was written.</param>
public sealed record AppendResult(long LastPosition, long LastSequence, IdempotencyRecord? Existing = null)
{
    /// <summary>Whether the batch was written.</summary>
    public bool Written => Existing is null;
}
