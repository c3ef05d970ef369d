using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Turns a fragment's operations into what is sent to a node.</summary>
internal static class FragmentOperations
{
    /// <summary>The fragment's operations in program order; <paramref name="leadParameters"/> gives the lead run's values of a gate's run-time parameters, where known.</summary>
    public static IReadOnlyList<FragmentOperation> Of(Fragment fragment, ParsedProgram program, Func<GateOperation, double[]?> leadParameters)
    {
        var operations = new FragmentOperation[fragment.OperationIds.Length];
        for (int index = 0; index < operations.Length; index++)
        {
            Operation operation = program.Operations[fragment.OperationIds[index]];
            operations[index] = new FragmentOperation
            {
                OperationId = operation.OperationId,
                Gate = NameOf(operation),
                Params = operation is GateOperation gate ? ParametersOf(gate, leadParameters) : [],
                Qubits = operation.Qubits,
                Condition = operation.Condition is null ? null : ConditionOf(operation.Condition, program.Program),
                ServiceType = operation.ServiceType.Length > 0 && operation.ServiceType != fragment.ServiceType ? operation.ServiceType : null,
            };
        }

        return operations;
    }

    /// <summary>Whether any gate's parameters follow from measured bits.</summary>
    public static bool HasRunTimeParameters(Fragment fragment, ParsedProgram program)
    {
        foreach (string id in fragment.OperationIds)
        {
            if (program.Operations[id] is GateOperation { RunTimeParameters.IsEmpty: false })
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(Operation operation) => operation switch
    {
        GateOperation gate => Controls(gate) + gate.Gate.Name,
        MeasureOperation => "measure",
        ResetOperation => "reset",
        OrchestrationOperation orchestration => orchestration.Name,
        BarrierOperation => "barrier",
        DelayOperation => "delay",
        _ => throw new InvalidOperationException($"{operation.OperationId} is nothing that a node executes."),
    };

    private static string Controls(GateOperation gate)
    {
        if (gate.ControlCount == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder();
        int index = 0;
        while (index < gate.ControlCount)
        {
            bool state = gate.ControlStates.IsEmpty || gate.ControlStates[index];
            int end = index + 1;
            while (end < gate.ControlCount && (gate.ControlStates.IsEmpty || gate.ControlStates[end]) == state)
            {
                end++;
            }

            text.Append(state ? "ctrl" : "negctrl");
            if (end - index > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"({end - index})");
            }

            text.Append(" @ ");
            index = end;
        }

        return text.ToString();
    }

    private static IReadOnlyList<double> ParametersOf(GateOperation gate, Func<GateOperation, double[]?> leadParameters) =>
        gate.RunTimeParameters.IsEmpty ? gate.Parameters : leadParameters(gate) ?? (IReadOnlyList<double>)gate.Parameters;

    private static FragmentCondition ConditionOf(ClassicalExpression condition, CircuitProgram program)
    {
        var bits = new SortedSet<int>();
        condition.CollectBits(bits);
        return new FragmentCondition([.. bits.Select(bit => NameOf(bit, program))], null, null);
    }

    private static string NameOf(int bit, CircuitProgram program)
    {
        foreach (ClassicalRegister register in program.ClassicalRegisters)
        {
            if (bit >= register.Start && bit < register.Start + register.Size)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{register.Name}[{bit - register.Start}]");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"_[{bit - program.DeclaredBitCount}]");
    }
}
