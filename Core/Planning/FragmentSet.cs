namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Sets of fragment indices as ascending arrays that are never changed once made, so that most operations share one of a single element.</summary>
internal static class FragmentSet
{
    public static int[] Union(int[] left, int[] right)
    {
        if (left.Length == 0 || ReferenceEquals(left, right))
        {
            return right;
        }

        if (right.Length == 0 || (right.Length == 1 && Array.BinarySearch(left, right[0]) >= 0))
        {
            return left;
        }

        if (left.Length == 1 && Array.BinarySearch(right, left[0]) >= 0)
        {
            return right;
        }

        int[] union = new int[left.Length + right.Length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            int next = j == right.Length || (i < left.Length && left[i] <= right[j]) ? left[i] : right[j];
            i += i < left.Length && left[i] == next ? 1 : 0;
            j += j < right.Length && right[j] == next ? 1 : 0;
            union[count++] = next;
        }

        return count == left.Length ? left : count == right.Length ? right : count == union.Length ? union : union[..count];
    }

    public static bool Has(int[] set, int index) => Array.BinarySearch(set, index) >= 0;

    /// <summary>The set with every index replaced by its place in <paramref name="rank"/>, without one of them.</summary>
    public static int[] Renumbered(int[] set, int without, int[] rank)
    {
        if (set.Length == 0 || (set.Length == 1 && set[0] == without))
        {
            return [];
        }

        int[] renumbered = new int[Has(set, without) ? set.Length - 1 : set.Length];
        int place = 0;
        foreach (int index in set)
        {
            if (index != without)
            {
                renumbered[place++] = rank[index];
            }
        }

        Array.Sort(renumbered);
        return renumbered;
    }
}
