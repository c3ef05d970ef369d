namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A request of the reservation stream, without its frame's own fields.</summary>
[GenerateSerializer, Immutable]
public sealed record ReservationCall
{
    /// <summary><c>prepare</c>, <c>commit</c> or <c>cancel</c>.</summary>
    [Id(0)]
    public required string Action { get; init; }

    [Id(1)]
    public required string ReservationId { get; init; }

    [Id(2)]
    public string? ReservationToken { get; init; }

    [Id(3)]
    public string? JobId { get; init; }

    [Id(4)]
    public string? FragmentId { get; init; }

    [Id(5)]
    public string? ServiceType { get; init; }

    /// <summary>How many qubits the fragment has.</summary>
    [Id(6)]
    public int Qubits { get; init; }

    [Id(7)]
    public int Depth { get; init; }

    [Id(8)]
    public double MinFidelity { get; init; }

    [Id(9)]
    public int Priority { get; init; }

    [Id(10)]
    public int TtlMs { get; init; } = 30_000;

    [Id(11)]
    public int TimeoutMs { get; init; } = 5_000;

    [Id(12)]
    public string? TraceParent { get; init; }
}
