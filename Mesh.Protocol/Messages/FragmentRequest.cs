using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>
/// A request of the fragment stream as a node reads it: a dispatch, or the executions to forget. What is wrong with a dispatch's body stands in <see cref="Fault"/>,
/// and then <see cref="Call"/> is <see langword="null"/>.
/// </summary>
public sealed record FragmentRequest
{
    /// <summary>The execution, empty when the request only forgets.</summary>
    public required string ExecutionId { get; init; }

    public required string ReservationToken { get; init; }

    public FragmentCall? Call { get; init; }

    /// <summary>One sentence that names the faulty field.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the fault is that the fragment has too many operations.</summary>
    public bool IsTooLarge { get; init; }

    public IReadOnlyList<string>? Forget { get; init; }
}
