using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A fragment while it grows. <see cref="Level"/> only rises along dependencies, so a graph of drafts has no cycle.</summary>
internal sealed class FragmentDraft(int index, string serviceType, int level, string? loopId)
{
    private readonly List<int> qubits = new(2);
    private readonly List<int> depths = new(2);

    public int Index { get; private set; } = index;

    /// <summary>The set of this draft alone.</summary>
    public int[] Alone { get; } = [index];

    public string ServiceType { get; } = serviceType;

    public int Level { get; } = level;

    public string? LoopId { get; } = loopId;

    public List<Operation> Operations { get; } = new(1);

    /// <summary>The qubits that it acts on, ascending.</summary>
    public IReadOnlyList<int> Qubits => qubits;

    /// <summary>The drafts that it waits for, ascending; until it is renumbered, itself may be among them.</summary>
    public int[] Dependencies { get; private set; } = [];

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
            int place = qubits.BinarySearch(qubit);
            if (place < 0)
            {
                qubits.Insert(~place, qubit);
                depths.Insert(~place, 0);
            }
            else
            {
                depth = Math.Max(depth, depths[place]);
            }
        }

        foreach (int qubit in operation.Qubits)
        {
            depths[qubits.BinarySearch(qubit)] = depth + 1;
        }

        Depth = Math.Max(Depth, depth + 1);
        Dependencies = FragmentSet.Union(Dependencies, dependencies);
    }

    /// <summary>Takes the places that all drafts have in the final order.</summary>
    public void Renumber(int[] rank)
    {
        Dependencies = FragmentSet.Renumbered(Dependencies, Index, rank);
        Index = rank[Index];
    }

    /// <summary>How many qubits it would have with the operation added.</summary>
    public int QubitCountWith(Operation operation)
    {
        int count = qubits.Count;
        foreach (int qubit in operation.Qubits)
        {
            if (qubits.BinarySearch(qubit) < 0)
            {
                count++;
            }
        }

        return count;
    }
}
