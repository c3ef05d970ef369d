namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// A gate of the catalog. <see cref="Name"/> is its name on the wire (<c>h</c>, <c>cx</c>, <c>rzz</c>); <see cref="QubitCount"/> counts its own operands,
/// of which the first <see cref="IntrinsicControls"/> are controls on 1 of <see cref="Target"/> (for <c>ccx</c>: 2, and x).
/// </summary>
public sealed record Gate(string Name, int QubitCount, int ParameterCount, int IntrinsicControls, Gate? Target);
