using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Whether the plan's fragments, executed in plan order, give the program's state.</summary>
internal static class PlanValidation
{
    private const int MaximumQubits = 16;
    private const int MaximumTableauQubits = 256;

    /// <summary>|⟨program|plan⟩|² of the ideal states; <see langword="null"/> for dynamic programs, and beyond 16 qubits, of the stabilizer method 256.</summary>
    public static double? Fidelity(CircuitProgram program, ExecutionPlan plan, IdealRun ideal, EngineOptions options)
    {
        var clifford = ideal.State is StabilizerState;
        if (ideal.Structure.IsDynamic || program.QubitCount > (clifford ? MaximumTableauQubits : MaximumQubits) || program.Operations.Any(operation => operation is LoopOperation))
        {
            return null;
        }

        var operations = program.Operations.ToDictionary(operation => operation.OperationId, StringComparer.Ordinal);
        var compiler = new GateCompiler();
        using QuantumState state = clifford ? new StabilizerState(program.QubitCount) : new ComponentState(program.QubitCount, options);
        foreach (var operationId in plan.FragmentOrder.SelectMany(fragment => plan.Fragments[fragment].OperationIds))
        {
            if (operations[operationId] is GateOperation { RunTimeParameters.IsEmpty: true, Condition: null } gate)
            {
                state.Apply(compiler.Compile(gate, gate.Parameters.AsSpan()));
            }
            else if (operations[operationId] is GateOperation)
            {
                return null;
            }
        }

        return state.Fidelity(ideal.State);
    }
}
