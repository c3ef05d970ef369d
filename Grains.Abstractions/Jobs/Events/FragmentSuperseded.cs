namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An answer that came after its attempt was given up: recorded, not used.</summary>
public sealed record FragmentSuperseded : FragmentEvent
{
    public required string ExecutionId { get; init; }

    public required string AnswerText { get; init; }

    public required string Signature { get; init; }
}
