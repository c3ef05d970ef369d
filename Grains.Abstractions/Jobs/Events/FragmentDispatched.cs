namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A slot is held and the fragment is about to be sent: committed before the dispatch, so that it can be asked for again after a crash.</summary>
public sealed record FragmentDispatched : FragmentEvent
{
    public required string ReservationId { get; init; }

    public required string ReservationToken { get; init; }

    public required string ExecutionId { get; init; }

    /// <summary>Qubits handed over to the node.</summary>
    public IReadOnlyList<FragmentHandoff> Handoffs { get; init; } = [];

    /// <summary>When the fragment became ready.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>When the node was asked for the slot.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the node held it.</summary>
    public required DateTimeOffset PreparedAt { get; init; }
}
