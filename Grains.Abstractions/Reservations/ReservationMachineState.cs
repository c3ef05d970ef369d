namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A reservation as its events have made it.</summary>
public sealed record ReservationMachineState
{
    /// <summary>Before the request.</summary>
    public static ReservationMachineState None { get; } = new();

    /// <summary><see langword="null"/> before the request.</summary>
    public ReservationState? State { get; init; }

    public string Owner { get; init; } = string.Empty;

    public ReservationRequest? Request { get; init; }

    public string NodeId { get; init; } = string.Empty;

    public string ServiceType { get; init; } = string.Empty;

    public string? Token { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastEventAt { get; init; }

    /// <summary>When the node releases the slot by itself; <see langword="null"/> where none is held.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
