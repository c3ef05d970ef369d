using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Checks ids out of a path before they become keys of grains.</summary>
public static class Ids
{
    private const int MaximumLength = 80;

    /// <summary>The id, or <c>not_found</c> where it can't be one of that kind.</summary>
    public static string Require(string id, string prefix, string what) =>
        id.Length <= MaximumLength && id.StartsWith(prefix, StringComparison.Ordinal) && id.Length > prefix.Length && id.Skip(prefix.Length).All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? id
            : throw new ProblemException(Problem.NotFound($"There is no {what} '{Shown(id)}'."));

    /// <summary>A peer id in base58, or <c>not_found</c>.</summary>
    public static string RequirePeer(string id) =>
        id.Length is > 0 and <= 128 && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : throw new ProblemException(Problem.NotFound($"There is no peer '{Shown(id)}'."));

    private static string Shown(string id) => id.Length <= MaximumLength ? id : id[..MaximumLength] + "…";
}
