using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Which qubits may be entangled: every operation on several qubits joins their groups; nothing parts them.</summary>
internal sealed class EntangledComponents
{
    // A group is an ascending array that all of its qubits share and that never changes.
    private readonly int[][] groupOfQubit;

    public EntangledComponents(int qubitCount)
    {
        groupOfQubit = new int[qubitCount][];
        for (int qubit = 0; qubit < qubitCount; qubit++)
        {
            groupOfQubit[qubit] = [qubit];
        }
    }

    /// <summary>The groups that the qubits belong to, by their smallest members.</summary>
    public ImmutableArray<ImmutableArray<int>> Of(IReadOnlyList<int> qubits)
    {
        int[] smallest = new int[qubits.Count];
        for (int place = 0; place < smallest.Length; place++)
        {
            smallest[place] = groupOfQubit[qubits[place]][0];
        }

        Array.Sort(smallest);
        ImmutableArray<ImmutableArray<int>>.Builder groups = ImmutableArray.CreateBuilder<ImmutableArray<int>>(smallest.Length);
        for (int place = 0; place < smallest.Length; place++)
        {
            if (place == 0 || smallest[place] != smallest[place - 1])
            {
                groups.Add(ImmutableCollectionsMarshal.AsImmutableArray(groupOfQubit[smallest[place]]));
            }
        }

        return groups.DrainToImmutable();
    }

    /// <summary>All qubits of those groups, ascending.</summary>
    public ImmutableArray<int> QubitsWith(IReadOnlyList<int> qubits)
    {
        ImmutableArray<ImmutableArray<int>> groups = Of(qubits);
        return groups.Length == 1 ? groups[0] : [.. groups.SelectMany(group => group).Order()];
    }

    public void Join(IReadOnlyList<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            for (int place = 1; place < operation.Qubits.Length; place++)
            {
                Join(groupOfQubit[operation.Qubits[0]], groupOfQubit[operation.Qubits[place]]);
            }
        }
    }

    private void Join(int[] left, int[] right)
    {
        if (ReferenceEquals(left, right))
        {
            return;
        }

        int[] joined = FragmentSet.Union(left, right);
        foreach (int qubit in joined)
        {
            groupOfQubit[qubit] = joined;
        }
    }
}
