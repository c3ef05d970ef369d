namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The node holds a slot for whoever presents the token.</summary>
public sealed record ReservationPrepared : ReservationEvent
{
    public required string Token { get; init; }

    /// <summary>The node, where it isn't the one that was asked first.</summary>
    public string? NodeId { get; init; }
}
