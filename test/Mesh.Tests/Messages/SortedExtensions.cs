using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Mesh.Tests.Messages;

internal static class SortedExtensions
{
    public static ImmutableSortedDictionary<string, double> ToSorted(this IEnumerable<KeyValuePair<string, double>> pairs) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, pairs);
}
