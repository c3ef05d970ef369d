using System.Collections.Frozen;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A program with its operations by id, bodies of loops included.</summary>
public sealed class ParsedProgram
{
    public ParsedProgram(CircuitProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        var all = new Dictionary<string, Operation>(StringComparer.Ordinal);
        Collect(program.Operations, all);
        Operations = all.ToFrozenDictionary(StringComparer.Ordinal);
        Loops = all.Values.OfType<LoopOperation>().ToFrozenDictionary(loop => loop.OperationId, StringComparer.Ordinal);
    }

    public CircuitProgram Program { get; }

    /// <summary>All operations by their id.</summary>
    public FrozenDictionary<string, Operation> Operations { get; }

    /// <summary>The run-time loops by the loop operation's id.</summary>
    public FrozenDictionary<string, LoopOperation> Loops { get; }

    private static void Collect(IEnumerable<Operation> operations, Dictionary<string, Operation> all)
    {
        foreach (Operation operation in operations)
        {
            all.Add(operation.OperationId, operation);
            if (operation is LoopOperation loop)
            {
                Collect(loop.Body, all);
            }
        }
    }
}
