namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Faults that a node shows on purpose. Each is decided by the request's id, so that a request meets the same fate whenever it comes.</summary>
public sealed record FaultSettings
{
    /// <summary>Time before each answer, in milliseconds, from this …</summary>
    public double LatencyFromMs { get; init; }

    /// <summary>… to this, evenly.</summary>
    public double LatencyToMs { get; init; }

    /// <summary>Share of requests that are done but not answered, 0 … 1.</summary>
    public double DropRate { get; init; }

    /// <summary>Share of prepares and dispatches that are refused, 0 … 1.</summary>
    public double RejectRate { get; init; }

    /// <summary>Factor by which errors grow on top of the calibration's, less 1: 0.5 makes them half as large again.</summary>
    public double FidelityDrift { get; init; }

    /// <summary>Part of what decides; 0 leaves the request's id alone.</summary>
    public long Seed { get; init; }

    /// <summary>Whether this request is refused.</summary>
    public bool Rejects(string requestId) => Lot("reject", requestId, RejectRate);

    /// <summary>Whether this request's answer is kept back.</summary>
    public bool Drops(string requestId) => Lot("drop", requestId, DropRate);

    /// <summary>How long this request waits for its answer.</summary>
    public TimeSpan Latency(string requestId) => LatencyToMs <= 0
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(LatencyFromMs + ((LatencyToMs - LatencyFromMs) * Unit("latency", requestId)));

    private bool Lot(string what, string requestId, double rate) => rate > 0 && Unit(what, requestId) < rate;

    private double Unit(string what, string requestId) =>
        NoiseStreams.Unit(NoiseStreams.Hash(Seed == 0 ? $"{what}:{requestId}" : $"{Seed}:{what}:{requestId}"));
}
