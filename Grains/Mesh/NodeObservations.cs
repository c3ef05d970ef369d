namespace Orleans.QuantumMesh.Grains;

/// <summary>What this silo's fragments saw of nodes since the registry was last told. Thread-safe.</summary>
public sealed class NodeObservations
{
    private readonly Lock gate = new();
    private Dictionary<string, NodeObservation> seen = new(StringComparer.Ordinal);

    /// <summary>A node answered within its time.</summary>
    public void Answered(string nodeId, double roundTripMs, double operationFidelity) =>
        Add(nodeId, new NodeObservation(nodeId, 1, 0, roundTripMs, operationFidelity));

    /// <summary>An attempt on a node came to nothing.</summary>
    public void Failed(string nodeId) => Add(nodeId, new NodeObservation(nodeId, 0, 1, null, null));

    /// <summary>Takes out what was seen.</summary>
    public IReadOnlyList<NodeObservation> Drain()
    {
        lock (gate)
        {
            if (seen.Count == 0)
            {
                return [];
            }

            Dictionary<string, NodeObservation> drained = seen;
            seen = new Dictionary<string, NodeObservation>(StringComparer.Ordinal);
            return [.. drained.Values];
        }
    }

    private void Add(string nodeId, NodeObservation observation)
    {
        lock (gate)
        {
            seen[nodeId] = seen.TryGetValue(nodeId, out NodeObservation? earlier) ? earlier.With(observation) : observation;
        }
    }
}
