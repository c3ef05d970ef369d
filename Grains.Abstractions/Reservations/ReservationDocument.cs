namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A reservation as <c>GET /reservations/{id}</c> shows it; its token is never shown.</summary>
[GenerateSerializer, Immutable]
public sealed record ReservationDocument
{
    [Id(0)]
    public required string ReservationId { get; init; }

    /// <summary>Shown as <c>current_transition</c>.</summary>
    [Id(1)]
    public required ReservationState State { get; init; }

    [Id(2)]
    public string? WorkflowRunId { get; init; }

    /// <summary>The job that it serves; <see langword="null"/> for one made by <c>POST /reservations</c>.</summary>
    [Id(3)]
    public string? JobId { get; init; }

    [Id(4)]
    public required string FragmentId { get; init; }

    [Id(5)]
    public string? ServiceId { get; init; }

    [Id(6)]
    public string? RequestingPeerId { get; init; }

    [Id(7)]
    public required string NodeId { get; init; }

    [Id(8)]
    public double MinFidelity { get; init; }

    [Id(9)]
    public int TtlSeconds { get; init; }

    [Id(10)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(11)]
    public required DateTimeOffset LastEventAt { get; init; }

    /// <summary>Why it was refused or canceled.</summary>
    [Id(12)]
    public string? Reason { get; init; }

    /// <summary>Whether this is the answer to a repeated idempotency key.</summary>
    [Id(13)]
    public bool Repeated { get; init; }

    /// <summary>No transition leads on from here.</summary>
    public bool IsTerminal => State is ReservationState.Executed or ReservationState.Rejected or ReservationState.Canceled or ReservationState.Expired;

    /// <summary>It holds a slot.</summary>
    public bool IsActive => State is ReservationState.Prepared or ReservationState.Committed;
}
