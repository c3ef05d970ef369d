using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>How a request on a stream ended: with <see cref="CallStatus.Answered"/> the answer's frame, otherwise a sentence.</summary>
public readonly record struct RequestOutcome(CallStatus Status, byte[]? Frame, string? Error, double RoundTripMs)
{
    public static RequestOutcome Answered(byte[] frame, TimeSpan roundTrip) => new(CallStatus.Answered, frame, null, roundTrip.TotalMilliseconds);

    public static RequestOutcome Failed(CallStatus status, string error, TimeSpan elapsed) => new(status, null, error, elapsed.TotalMilliseconds);
}
