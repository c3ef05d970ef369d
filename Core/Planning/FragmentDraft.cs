using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A fragment while it grows. <see cref="Level"/> only rises along dependencies, so a graph of drafts has no cycle.</summary>
internal sealed class FragmentDraft(int index, string serviceType, int level, string? loopId)
{
    private readonly Dictionary<int, int> depthOfQubit = [];

    public int Index { get; private set; } = index;

    /// <summary>The set of this draft alone.</summary>
    public int[] Alone { get; } = [index];

    public string ServiceType { get; } = serviceType;

    public int Level { get; } = level;

    public string? LoopId { get; } = loopId;

    public List<Operation> Operations { get; } = [];

    public SortedSet<int> Qubits { get; } = [];

    public SortedSet<int> Dependencies { get; private set; } = [];

    public int Depth { get; private set; }

    /// <summary>The service operation that its last operation is part of.</summary>
    public int LastGroup { get; private set; }

    public void Add(Operation operation, int[] dependencies)
    {
        Operations.Add(operation);
        LastGroup = operation.Group;
        int depth = 0;
        foreach (int qubit in operation.Qubits)
        {
            Qubits.Add(qubit);
            depth = Math.Max(depth, depthOfQubit.GetValueOrDefault(qubit));
        }

        foreach (int qubit in operation.Qubits)
        {
            depthOfQubit[qubit] = depth + 1;
        }

        Depth = Math.Max(Depth, depth + 1);
        foreach (int dependency in dependencies)
        {
            if (dependency != Index)
            {
                Dependencies.Add(dependency);
            }
        }
    }

    /// <summary>Takes the places that all drafts have in the final order.</summary>
    public void Renumber(int[] rank)
    {
        Index = rank[Index];
        Dependencies = [.. Dependencies.Select(dependency => rank[dependency])];
    }

    /// <summary>How many qubits it would have with the operation added.</summary>
    public int QubitCountWith(Operation operation)
    {
        int count = Qubits.Count;
        foreach (int qubit in operation.Qubits)
        {
            if (!Qubits.Contains(qubit))
            {
                count++;
            }
        }

        return count;
    }
}
