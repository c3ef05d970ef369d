namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An attempt came to nothing.</summary>
public sealed record FragmentAttemptFailed : FragmentEvent
{
    public required FragmentStatus Status { get; init; }

    public required string Error { get; init; }

    /// <summary>The reservation that the attempt asked for.</summary>
    public required string ReservationId { get; init; }

    /// <summary>How the reservation stands after it.</summary>
    public required ReservationState Reservation { get; init; }

    /// <summary>The operation fidelity of an answer that was below the threshold.</summary>
    public double? OperationFidelity { get; init; }
}
