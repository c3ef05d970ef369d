namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>
/// The fragment, or its answer, is larger than a frame: it is dispatched in two parts, named as <see cref="Core.Planning.FragmentName.Parts"/> has it, and takes no effect as a whole.
/// </summary>
public sealed record FragmentSplit : FragmentEvent
{
    /// <summary>What was too large, with the sizes where the node named them.</summary>
    public required string Error { get; init; }

    /// <summary>The reservation of the attempt that showed it; it is given back.</summary>
    public required string ReservationId { get; init; }

    public required string ExecutionId { get; init; }

    /// <summary>How many operations the fragment has; at least 2.</summary>
    public required int Operations { get; init; }

    /// <summary>How many of them, in program order, are the first part's; the rest is the second's.</summary>
    public required int FirstOperations { get; init; }
}
