namespace Orleans.QuantumMesh.Grains;

/// <summary>Attempts on a node, counted, with the last round trip and operation fidelity.</summary>
[GenerateSerializer, Immutable]
public sealed record NodeObservation(
    [property: Id(0)] string NodeId,
    [property: Id(1)] int Successes,
    [property: Id(2)] int Failures,
    [property: Id(3)] double? RoundTripMs,
    [property: Id(4)] double? OperationFidelity)
{
    /// <summary>Both together, the later one's values first.</summary>
    public NodeObservation With(NodeObservation later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return new NodeObservation(
            NodeId, Successes + later.Successes, Failures + later.Failures, later.RoundTripMs ?? RoundTripMs, later.OperationFidelity ?? OperationFidelity);
    }
}
