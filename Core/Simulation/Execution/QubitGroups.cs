using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The groups of qubits that gates join.</summary>
internal sealed class QubitGroups
{
    private readonly int[] parents;
    private readonly int[] sizes;

    public QubitGroups(int qubitCount)
    {
        parents = [.. Enumerable.Range(0, qubitCount)];
        sizes = new int[qubitCount];
        Array.Fill(sizes, 1);
    }

    /// <summary>The group's name.</summary>
    public int Find(int qubit)
    {
        while (parents[qubit] != qubit)
        {
            qubit = parents[qubit] = parents[parents[qubit]];
        }

        return qubit;
    }

    /// <summary>How many qubits the qubit's group has.</summary>
    public int SizeOf(int qubit) => sizes[Find(qubit)];

    /// <summary>Joins two groups.</summary>
    public void Join(int first, int second)
    {
        first = Find(first);
        second = Find(second);
        if (first != second)
        {
            parents[second] = first;
            sizes[first] += sizes[second];
        }
    }

    /// <summary>Joins what gates join.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Join(ImmutableArray<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is LoopOperation loop)
            {
                Join(loop.Body);
            }
            else if (operation is GateOperation)
            {
                for (var i = 1; i < operation.Qubits.Length; i++)
                {
                    Join(operation.Qubits[0], operation.Qubits[i]);
                }
            }
        }
    }

    /// <summary>The size of each qubit's group.</summary>
    public int[] Sizes()
    {
        var all = new int[parents.Length];
        for (var qubit = 0; qubit < all.Length; qubit++)
        {
            all[qubit] = SizeOf(qubit);
        }

        return all;
    }
}
