namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Amplitude damping after an operation: shot s jumps when element s of the doubles of <see cref="DrawSeed"/> is below γ·P(1), and otherwise takes diag(1, √(1−γ)), renormalised.</summary>
public sealed record NodeDamping(string OperationId, int Qubit, double Gamma, ulong DrawSeed);
