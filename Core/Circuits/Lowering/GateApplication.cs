using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>A gate on qubits while modifiers act on it; without a gate a barrier.</summary>
internal sealed record GateApplication(
    Gate? Gate, ImmutableArray<double> Parameters, ImmutableArray<ClassicalExpression> RunTimeParameters, int ControlCount, ImmutableArray<bool> ControlStates,
    ImmutableArray<int> Qubits);
