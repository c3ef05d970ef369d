namespace Orleans.QuantumMesh.Grains;

/// <summary>Items by an order that may be shared, the lowest first and of equal ones the earliest; how many stand before an order is known in O(log n). A treap with sizes; not thread-safe.</summary>
internal sealed class RankedQueue<T>
    where T : notnull
{
    private readonly Dictionary<T, (double Order, long Number)> keys = [];
    private readonly Random random = new(0);
    private Node? root;
    private long numbers;

    /// <summary>Adds an item, which must not stand in the queue already.</summary>
    public void Add(T item, double order)
    {
        keys.Add(item, (order, numbers));
        (Node? before, Node? after) = Split(root, (order, numbers));
        root = Merge(Merge(before, new Node(item, (order, numbers), random.Next())), after);
        numbers++;
    }

    /// <summary>Takes an item out, if it stands in the queue.</summary>
    public bool Remove(T item)
    {
        if (!keys.Remove(item, out (double Order, long Number) key))
        {
            return false;
        }

        (Node? before, Node? rest) = Split(root, key);
        (_, Node? after) = Split(rest, (key.Order, key.Number + 1));
        root = Merge(before, after);
        return true;
    }

    /// <summary>The first item, left where it is.</summary>
    public bool TryPeek([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        Node? first = root;
        while (first?.Left is { } left)
        {
            first = left;
        }

        item = first is null ? default : first.Item;
        return first is not null;
    }

    /// <summary>How many items have a lower order.</summary>
    public int CountBefore(double order)
    {
        int count = 0;
        for (Node? node = root; node is not null;)
        {
            if (node.Key.Order < order)
            {
                count += 1 + Size(node.Left);
                node = node.Right;
            }
            else
            {
                node = node.Left;
            }
        }

        return count;
    }

    private static int Size(Node? node) => node?.Size ?? 0;

    // Those below the key, and the others.
    private static (Node? Before, Node? After) Split(Node? node, (double, long) key)
    {
        if (node is null)
        {
            return (null, null);
        }

        if (node.Key.CompareTo(key) < 0)
        {
            (node.Right, Node? after) = Split(node.Right, key);
            return (node.Measured(), after);
        }

        (Node? before, node.Left) = Split(node.Left, key);
        return (before, node.Measured());
    }

    private static Node? Merge(Node? before, Node? after)
    {
        if (before is null || after is null)
        {
            return before ?? after;
        }

        if (before.Weight > after.Weight)
        {
            before.Right = Merge(before.Right, after);
            return before.Measured();
        }

        after.Left = Merge(before, after.Left);
        return after.Measured();
    }

    private sealed class Node(T item, (double Order, long Number) key, int weight)
    {
        public T Item => item;

        public (double Order, long Number) Key => key;

        public int Weight => weight;

        public Node? Left { get; set; }

        public Node? Right { get; set; }

        public int Size { get; private set; } = 1;

        public Node Measured()
        {
            Size = 1 + RankedQueue<T>.Size(Left) + RankedQueue<T>.Size(Right);
            return this;
        }
    }
}
