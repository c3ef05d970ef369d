namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>What a node said to a <see cref="ReservationCall"/>; <see cref="State"/> and <see cref="Reason"/> in the protocol's words.</summary>
[GenerateSerializer, Immutable]
public sealed record ReservationReply
{
    [Id(0)]
    public required CallStatus Status { get; init; }

    [Id(1)]
    public string? Error { get; init; }

    [Id(2)]
    public string? State { get; init; }

    [Id(3)]
    public string? ReservationToken { get; init; }

    [Id(4)]
    public string? Reason { get; init; }

    [Id(5)]
    public int? NextFreeInMs { get; init; }

    [Id(6)]
    public double RoundTripMs { get; init; }
}
