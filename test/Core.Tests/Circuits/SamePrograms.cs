using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Whether two programs are the same but for their text's language, positions and warnings.</summary>
internal static class SamePrograms
{
    public static void Assert(CircuitProgram expected, CircuitProgram actual, string text)
    {
        var difference = Difference(expected, actual);
        Xunit.Assert.True(difference is null, $"{difference}\n{text}");
    }

    private static string? Difference(CircuitProgram a, CircuitProgram b)
    {
        if (a.QubitCount != b.QubitCount || !a.QubitRegisters.SequenceEqual(b.QubitRegisters))
        {
            return "qubits differ";
        }

        if (a.DeclaredBitCount != b.DeclaredBitCount || a.ClassicalBitCount != b.ClassicalBitCount || a.VariableCount != b.VariableCount
            || !a.ClassicalRegisters.SequenceEqual(b.ClassicalRegisters))
        {
            return $"bits differ: {a.DeclaredBitCount} of {a.ClassicalBitCount} and {a.VariableCount}, {b.DeclaredBitCount} of {b.ClassicalBitCount} and {b.VariableCount}";
        }

        return Difference(a.Operations, b.Operations);
    }

    private static string? Difference(IReadOnlyList<Operation> a, IReadOnlyList<Operation> b)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            if (!Same(a[i], b[i]))
            {
                return a[i] is LoopOperation x && b[i] is LoopOperation y && Difference(x.Body, y.Body) is { } inner ? $"{a[i].OperationId}: {inner}" : $"{a[i]}\n{b[i]}";
            }
        }

        return a.Count == b.Count ? null : $"{a.Count} and {b.Count} operations";
    }

    private static bool Same(Operation a, Operation b)
    {
        if (a.GetType() != b.GetType() || a.Number != b.Number || a.Group != b.Group || a.ServiceType != b.ServiceType || !a.Qubits.SequenceEqual(b.Qubits)
            || !Equals(a.Condition, b.Condition))
        {
            return false;
        }

        return (a, b) switch
        {
            (GateOperation x, GateOperation y) => x.Gate == y.Gate && x.ControlCount == y.ControlCount && x.ControlStates.SequenceEqual(y.ControlStates)
                && x.Parameters.SequenceEqual(y.Parameters) && x.RunTimeParameters.SequenceEqual(y.RunTimeParameters),
            (MeasureOperation x, MeasureOperation y) => x.Bit == y.Bit,
            (AssignOperation x, AssignOperation y) => x.Bit == y.Bit && x.Variable == y.Variable && Equals(x.Value, y.Value),
            (LoopOperation x, LoopOperation y) => Equals(x.While, y.While) && x.MaximumTurns == y.MaximumTurns && Difference(x.Body, y.Body) is null,
            (DelayOperation x, DelayOperation y) => x.Duration == y.Duration,
            (OrchestrationOperation x, OrchestrationOperation y) => x.Name == y.Name,
            _ => true,
        };
    }
}
