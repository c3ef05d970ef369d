namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The one answer of a fragment that counts, as the node signed it.</summary>
public sealed record FragmentExecuted : FragmentEvent
{
    public required string ExecutionId { get; init; }

    /// <summary>The answer's text as it came.</summary>
    public required string AnswerText { get; init; }

    /// <summary>Base64, over <c>quantum-mesh-answer:</c> and the text.</summary>
    public required string Signature { get; init; }

    public double ObservedFidelity { get; init; }

    public double OperationFidelity { get; init; }

    public double QueueMs { get; init; }

    public double ExecuteMs { get; init; }

    public double RoundTripMs { get; init; }

    /// <summary>When the node had committed the reservation.</summary>
    public required DateTimeOffset CommittedAt { get; init; }
}
