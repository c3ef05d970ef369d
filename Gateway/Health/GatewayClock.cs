namespace Orleans.QuantumMesh.Gateway;

/// <summary>Counts from the gateway's start.</summary>
public sealed class GatewayClock(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    public double UptimeSeconds => Math.Round(time.GetElapsedTime(started).TotalSeconds, 3);
}
