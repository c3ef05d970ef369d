using System.Collections.Immutable;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>A service type: the qubits of its elementary gate, the gates that are dispatched under it, and the further words that the circuit language has for it.</summary>
public sealed record ServiceKind(string ServiceType, int ElementaryQubits, ImmutableArray<string> Gates, ImmutableArray<string> Words)
{
    /// <summary>What a node lists as the service's gate set.</summary>
    public ImmutableArray<string> GateSet => [.. Words, .. Gates.Except(Words)];
}
