namespace Orleans.QuantumMesh.Gateway;

/// <summary>A service that a node advertises.</summary>
public sealed record ServiceDocument
{
    public required string NodeId { get; init; }

    public required IReadOnlyList<string> ListenAddrs { get; init; }

    public required string ServiceType { get; init; }

    public required double Fidelity { get; init; }

    public required int QubitMin { get; init; }

    public required int QubitMax { get; init; }

    public required bool Availability { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    public required IReadOnlyList<string> GateSet { get; init; }

    /// <summary>all-to-all, or pairs of qubits.</summary>
    public required object Connectivity { get; init; }
}
