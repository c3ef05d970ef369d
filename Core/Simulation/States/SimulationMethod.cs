namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How states are represented.</summary>
public enum SimulationMethod
{
    /// <summary>Stabilizer for Clifford programs that join many qubits, statevector otherwise.</summary>
    Auto,

    /// <summary>Amplitudes.</summary>
    Statevector,

    /// <summary>A tableau; Clifford gates only.</summary>
    Stabilizer,
}
