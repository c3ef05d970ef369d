namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What noise stands at one operation, whatever the turn.</summary>
internal sealed class NoisePoints
{
    /// <summary>Whether hand-over errors come before it.</summary>
    public bool Link { get; set; }

    /// <summary>Whether Paulis follow it.</summary>
    public bool Errors { get; set; }

    /// <summary>The qubits whose damping follows it.</summary>
    public HashSet<int> Damping { get; } = [];
}
