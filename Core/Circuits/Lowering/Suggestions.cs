namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestions
{
    public static string? For(string name, IEnumerable<string> candidates)
    {
        if (name.Length > 40)
        {
            return null;
        }

        var bound = name.Length switch { <= 2 => 1, <= 5 => 1, _ => 2 };
        string? best = null;
        var least = bound + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > bound || candidate == name)
            {
                continue;
            }

            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < least && distance < name.Length)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best is null ? null : $"did you mean '{best}'?";
    }

    /// <summary>How many characters differ, are missing, too many, or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
        {
            rows[i] = new int[b.Length + 1];
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[1][j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var (before, last, row) = (rows[0], rows[1], rows[2]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (rows[0], rows[1], rows[2]) = (last, row, before);
        }

        return rows[1][b.Length];
    }
}
