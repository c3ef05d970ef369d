namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Qubits that share one vector; bit i of its index is qubit <see cref="Qubits"/>[i].</summary>
internal sealed class Component(List<int> qubits, Statevector vector)
{
    /// <summary>The qubits by bit.</summary>
    public List<int> Qubits { get; } = qubits;

    /// <summary>Their amplitudes.</summary>
    public Statevector Vector { get; set; } = vector;
}
