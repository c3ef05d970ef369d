namespace Orleans.QuantumMesh.Gateway;

/// <summary>How far a job is.</summary>
public sealed record ProgressDocument
{
    public required int TotalFragments { get; init; }

    public required int CompletedFragments { get; init; }

    public required int ActiveFragments { get; init; }

    /// <summary>0 to 1.</summary>
    public required double CompletionRatio { get; init; }

    public required DateTimeOffset? LatestEventAt { get; init; }

    /// <summary>Whether the result is being computed.</summary>
    public required bool Finalizing { get; init; }
}
