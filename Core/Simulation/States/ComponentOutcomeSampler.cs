namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Samples measurements of a product state: for each group a tree of sums of |a|², the first measured qubit at its root.</summary>
internal sealed class ComponentOutcomeSampler : OutcomeSampler
{
    private readonly int[] trees;
    private readonly bool[] known;
    private readonly double[][] sums;
    private readonly long[] nodes;
    private int next;

    public ComponentOutcomeSampler(ComponentState state, ReadOnlySpan<int> qubits)
    {
        trees = new int[qubits.Length];
        known = new bool[qubits.Length];
        var groups = new List<Component>();
        var measured = new List<List<int>>();
        for (var i = 0; i < qubits.Length; i++)
        {
            if (state.GroupOf(qubits[i]) is not { } group)
            {
                trees[i] = -1;
                known[i] = state.ValueOf(qubits[i]);
                continue;
            }

            var index = groups.IndexOf(group);
            if (index < 0)
            {
                index = groups.Count;
                groups.Add(group);
                measured.Add([]);
            }

            trees[i] = index;
            measured[index].Add(state.PositionOf(qubits[i]));
        }

        sums = new double[groups.Count][];
        for (var index = 0; index < sums.Length; index++)
        {
            sums[index] = Tree(groups[index].Vector, measured[index]);
        }

        nodes = new long[groups.Count];
    }

    public override void Reset()
    {
        Array.Fill(nodes, 1);
        next = 0;
    }

    public override double ProbabilityOfZero()
    {
        if (trees[next] < 0)
        {
            return known[next] ? 0 : 1;
        }

        var tree = sums[trees[next]];
        var node = nodes[trees[next]];
        return tree[2 * node] / tree[node];
    }

    public override void Take(bool outcome)
    {
        if (trees[next] >= 0)
        {
            ref var node = ref nodes[trees[next]];
            node = (2 * node) + (outcome ? 1 : 0);
        }

        next++;
    }

    /// <summary>A heap: node 1 is the whole, node 2k and 2k + 1 are node k's outcomes 0 and 1.</summary>
    private static double[] Tree(Statevector vector, List<int> positions)
    {
        var leaves = 1L << positions.Count;
        var tree = new double[2 * leaves];
        var marginal = Marginals.Of(vector, positions);
        for (long outcome = 0; outcome < leaves; outcome++)
        {
            long leaf = 0;
            for (var bit = 0; bit < positions.Count; bit++)
            {
                leaf = (leaf << 1) | ((outcome >> bit) & 1);
            }

            tree[leaves + leaf] = marginal[outcome];
        }

        for (var node = leaves - 1; node > 0; node--)
        {
            tree[node] = tree[2 * node] + tree[(2 * node) + 1];
        }

        return tree;
    }
}
