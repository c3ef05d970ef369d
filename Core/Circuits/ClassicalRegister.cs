namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// A declared classical register (<c>bit</c>, <c>bit[n]</c> or <c>creg</c>): its bits are <see cref="Start"/> … <see cref="Start"/> + <see cref="Size"/> − 1;
/// a single <c>bit</c> is a register of one.
/// </summary>
public sealed record ClassicalRegister(string Name, int Start, int Size);
