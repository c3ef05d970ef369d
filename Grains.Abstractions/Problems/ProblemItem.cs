namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>One fault of a request: the field at fault, a sentence, a stable code and, for circuits, line and column from 1.</summary>
[GenerateSerializer, Immutable]
public sealed record ProblemItem(
    [property: Id(0)] string? Field,
    [property: Id(1)] string Message,
    [property: Id(2)] string Code,
    [property: Id(3)] int? Line = null,
    [property: Id(4)] int? Column = null)
{
    private const int LongestName = 60;

    /// <summary>A client's own name for something, cut where it is too long to be shown.</summary>
    public static string Shown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= LongestName ? name : name[..(LongestName - 3)] + "...";
    }
}
