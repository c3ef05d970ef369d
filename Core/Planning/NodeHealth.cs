namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>What a node's heartbeat says of it.</summary>
public enum NodeHealth
{
    Healthy,
    Degraded,

    /// <summary>It finishes what it has and takes nothing new.</summary>
    Draining,
}
