using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The classical bits and variables that an operation reads.</summary>
internal static class OperationReads
{
    public static (IReadOnlySet<int> Bits, IReadOnlySet<int> Variables) Of(Operation operation)
    {
        var bits = new SortedSet<int>();
        var variables = new SortedSet<int>();
        Collect(operation.Condition, bits, variables);
        switch (operation)
        {
            case GateOperation gate:
                foreach (ClassicalExpression parameter in gate.RunTimeParameters)
                {
                    Collect(parameter, bits, variables);
                }

                break;
            case AssignOperation assign:
                Collect(assign.Value, bits, variables);
                break;
            default:
                break;
        }

        return (bits, variables);
    }

    private static void Collect(ClassicalExpression? expression, SortedSet<int> bits, SortedSet<int> variables)
    {
        expression?.CollectBits(bits);
        expression?.CollectVariables(variables);
    }
}
