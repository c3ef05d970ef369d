using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Which qubits may be entangled: every operation on several qubits joins their groups; nothing parts them.</summary>
internal sealed class EntangledComponents
{
    private readonly ImmutableArray<int>[] componentOfQubit;

    public EntangledComponents(int qubitCount)
    {
        componentOfQubit = new ImmutableArray<int>[qubitCount];
        for (int qubit = 0; qubit < qubitCount; qubit++)
        {
            componentOfQubit[qubit] = [qubit];
        }
    }

    /// <summary>The groups that the qubits belong to, by their smallest members.</summary>
    public ImmutableArray<ImmutableArray<int>> Of(IEnumerable<int> qubits) =>
        [.. qubits.Select(qubit => componentOfQubit[qubit]).DistinctBy(component => component[0]).OrderBy(component => component[0])];

    public void Join(IEnumerable<Operation> operations)
    {
        foreach (Operation operation in operations.Where(operation => operation.Qubits.Length > 1))
        {
            int first = componentOfQubit[operation.Qubits[0]][0];
            if (operation.Qubits.All(qubit => componentOfQubit[qubit][0] == first))
            {
                continue;
            }

            ImmutableArray<int> joined = [.. operation.Qubits.SelectMany(qubit => componentOfQubit[qubit]).Distinct().Order()];
            foreach (int qubit in joined)
            {
                componentOfQubit[qubit] = joined;
            }
        }
    }
}
