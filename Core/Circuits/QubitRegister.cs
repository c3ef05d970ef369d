namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A declared qubit register: its qubits are <see cref="Start"/> … <see cref="Start"/> + <see cref="Size"/> − 1.</summary>
public sealed record QubitRegister(string Name, int Start, int Size);
