namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>What a node said to a <see cref="FragmentCall"/>: the answer's text as the node signed it, its signature verified, to be kept as it came.</summary>
[GenerateSerializer, Immutable]
public sealed record FragmentReply
{
    [Id(0)]
    public required CallStatus Status { get; init; }

    [Id(1)]
    public string? Error { get; init; }

    [Id(2)]
    public string? AnswerText { get; init; }

    /// <summary>Base64, over <c>quantum-mesh-answer:</c> and the text.</summary>
    [Id(3)]
    public string? Signature { get; init; }

    [Id(4)]
    public double RoundTripMs { get; init; }
}
