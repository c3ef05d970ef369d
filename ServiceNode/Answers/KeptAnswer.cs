namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>An <c>ok</c> answer that a node keeps: the text and signature that it gave, to whom, and the SHA-256 (hex) of the token that it was first asked with.</summary>
public sealed record KeptAnswer
{
    public required string ExecutionId { get; init; }

    public required string TokenSha256 { get; init; }

    /// <summary>The peer that dispatched, which alone may let it be forgotten.</summary>
    public required string Peer { get; init; }

    public required string Answer { get; init; }

    public required string Signature { get; init; }

    public required DateTimeOffset At { get; init; }

    public string JobId { get; init; } = "";

    public string FragmentId { get; init; } = "";
}
