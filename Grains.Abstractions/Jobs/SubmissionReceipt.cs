namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The answer to a submission that is in the journal; <see cref="Repeated"/> when an idempotency key found the earlier one.</summary>
[GenerateSerializer, Immutable]
public sealed record SubmissionReceipt(
    [property: Id(0)] string JobId,
    [property: Id(1)] IReadOnlyList<string> Warnings,
    [property: Id(2)] bool Repeated);
