namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>
/// The id of what one node executes, taken apart: a plan's fragment (<c>frag-0007</c>), in a loop with its turns from 1, outer loops first (<c>frag-0007.3</c>), and where it
/// was too large to be answered with the halves that lead to the part (<c>frag-0007.ab</c>, <c>frag-0007.3.b</c>: <c>a</c> the first, <c>b</c> the second).
/// Parts of one fragment stand in program order when their halves are compared letter by letter.
/// </summary>
public readonly record struct FragmentName
{
    private FragmentName(string planFragmentId, string turns, string halves)
    {
        PlanFragmentId = planFragmentId;
        Turns = turns;
        Halves = halves;
    }

    /// <summary>The plan's fragment.</summary>
    public string PlanFragmentId { get; }

    /// <summary>The turns, such as <c>2.3</c>; empty outside loops.</summary>
    public string Turns { get; }

    /// <summary>The halves, such as <c>ab</c>; empty for a whole fragment.</summary>
    public string Halves { get; }

    /// <summary>What was split into this part and its sibling; <see langword="null"/> for a whole fragment.</summary>
    public string? Whole => Halves.Length == 0 ? null : new FragmentName(PlanFragmentId, Turns, Halves[..^1]).ToString();

    /// <summary>The names of the two parts that this is split into, in program order.</summary>
    public (string First, string Second) Parts =>
        (new FragmentName(PlanFragmentId, Turns, $"{Halves}a").ToString(), new FragmentName(PlanFragmentId, Turns, $"{Halves}b").ToString());

    /// <summary>Takes an id apart; what stands before its first dot is the plan's fragment.</summary>
    public static FragmentName Parse(string fragmentId)
    {
        ArgumentNullException.ThrowIfNull(fragmentId);
        int dot = fragmentId.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return new FragmentName(fragmentId, string.Empty, string.Empty);
        }

        string rest = fragmentId[(dot + 1)..];
        int last = rest.LastIndexOf('.') + 1;
        return last < rest.Length && rest[last] is 'a' or 'b'
            ? new FragmentName(fragmentId[..dot], last == 0 ? string.Empty : rest[..(last - 1)], rest[last..])
            : new FragmentName(fragmentId[..dot], rest, string.Empty);
    }

    /// <summary>The id again.</summary>
    public override string ToString() => (Turns.Length, Halves.Length) switch
    {
        (0, 0) => PlanFragmentId,
        (0, _) => $"{PlanFragmentId}.{Halves}",
        (_, 0) => $"{PlanFragmentId}.{Turns}",
        _ => $"{PlanFragmentId}.{Turns}.{Halves}",
    };
}
