using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Lists the most probable outcomes of a product state group by group: among the k best of a product are only products of the k best of its factors.
/// Ties, to 12 decimals, go to the lower index.
/// </summary>
internal static class ComponentListing
{
    private const double Negligible = 1e-12;

    public static OutcomeListing List(ComponentState state, ReadOnlySpan<int> qubits, int maximum) =>
        qubits.Length <= 128 ? List<UInt128>(state, qubits, maximum) : List<BigInteger>(state, qubits, maximum);

    // A key is the outcome as a number; bit i is qubit i of the list.
    private static OutcomeListing List<TKey>(ComponentState state, ReadOnlySpan<int> qubits, int maximum)
        where TKey : IBinaryInteger<TKey>
    {
        var start = TKey.Zero;
        var factors = new List<Factor>();
        var handled = new HashSet<Component>();
        for (var i = 0; i < qubits.Length; i++)
        {
            if (state.GroupOf(qubits[i]) is { } group)
            {
                if (handled.Add(group))
                {
                    factors.Add(Factor.Of(state, qubits, group, maximum));
                }
            }
            else if (state.ValueOf(qubits[i]))
            {
                start |= TKey.One << i;
            }
        }

        // What the factors to come can at most leave of a product.
        var best = factors.Aggregate(1.0, (product, factor) => product * factor.Largest);
        var outcomes = new Outcomes<TKey>([start], [1]);
        var whole = true;
        foreach (var factor in factors)
        {
            best /= factor.Largest;
            whole &= Combine(factor, maximum, best, outcomes);
        }

        var keys = outcomes.Keys.ToArray();
        var probabilities = outcomes.Probabilities.ToArray();
        Array.Sort(keys, probabilities);
        var listed = new (string Key, double Probability)[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            listed[i] = (Text(keys[i], qubits.Length), probabilities[i]);
        }

        return new OutcomeListing(listed, whole && listed.Length > 0 ? listed.Length : Total(factors));
    }

    private static string Text<TKey>(TKey key, int length)
        where TKey : IBinaryInteger<TKey> => string.Create(length, key, static (text, key) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = TKey.IsEvenInteger(key) ? '0' : '1';
                key >>= 1;
            }
        });

    // Where even the least probable product counts, all do.
    private static long? Total(List<Factor> factors) =>
        factors.Aggregate(1.0, (product, factor) => product * factor.Smallest) > Negligible ? factors.Aggregate(1L, (product, factor) => product * factor.Count) : null;

    /// <summary>Whether nothing above 1e-12 had to be left out.</summary>
    private static bool Combine<TKey>(Factor factor, int maximum, double best, Outcomes<TKey> outcomes)
        where TKey : IBinaryInteger<TKey>
    {
        var whole = factor.Count == factor.Indices.Length;
        var additions = new TKey[factor.Indices.Length];
        for (var entry = 0; entry < additions.Length; entry++)
        {
            for (var bit = 0; bit < factor.Places.Count; bit++)
            {
                additions[entry] |= ((factor.Indices[entry] >> bit) & 1) != 0 ? TKey.One << factor.Places[bit] : TKey.Zero;
            }
        }

        var combined = new Outcomes<TKey>([], []);
        for (var i = 0; i < outcomes.Keys.Count; i++)
        {
            for (var entry = 0; entry < additions.Length; entry++)
            {
                var probability = outcomes.Probabilities[i] * factor.Probabilities[entry];
                if (probability * best > Negligible)
                {
                    combined.Keys.Add(outcomes.Keys[i] | additions[entry]);
                    combined.Probabilities.Add(probability);
                }
            }

            if (combined.Keys.Count > 8L * maximum && combined.Keys.Count > 1 << 16)
            {
                combined.Cut(maximum);
                whole = false;
            }
        }

        if (combined.Keys.Count > maximum)
        {
            combined.Cut(maximum);
            whole = false;
        }

        outcomes.Take(combined);
        return whole;
    }

    /// <summary>Products so far.</summary>
    private sealed class Outcomes<TKey>(List<TKey> keys, List<double> probabilities)
        where TKey : IBinaryInteger<TKey>
    {
        public List<TKey> Keys { get; private set; } = keys;

        public List<double> Probabilities { get; private set; } = probabilities;

        public void Take(Outcomes<TKey> other) => (Keys, Probabilities) = (other.Keys, other.Probabilities);

        /// <summary>Keeps the most probable ones, in the order of their keys.</summary>
        public void Cut(int maximum)
        {
            var keys = Keys.ToArray();
            var probabilities = Probabilities.ToArray();
            Array.Sort(keys, probabilities);
            var ranking = new ProbabilityRanking(maximum);
            ranking.Read(probabilities, 0);
            var (places, best) = ranking.Best();
            Keys = [.. places.Select(place => keys[place])];
            Probabilities = [.. best];
        }
    }

    /// <summary>One group's most probable outcomes, and the bits of its qubits in a key.</summary>
    private sealed record Factor(long[] Indices, double[] Probabilities, List<int> Places, long Count, double Smallest)
    {
        public double Largest { get; } = Probabilities.Max();

        public static Factor Of(ComponentState state, ReadOnlySpan<int> qubits, Component group, int maximum)
        {
            var places = new List<int>();
            var positions = new List<int>();
            for (var i = 0; i < qubits.Length; i++)
            {
                if (state.GroupOf(qubits[i]) == group)
                {
                    places.Add(i);
                    positions.Add(state.PositionOf(qubits[i]));
                }
            }

            ProbabilityRanking ranking;
            if (positions.Count == group.Qubits.Count && IsAscending(positions))
            {
                ranking = ProbabilityRanking.Of(group.Vector, maximum);
            }
            else
            {
                ranking = new ProbabilityRanking(maximum);
                ranking.Read(Marginals.Of(group.Vector, positions), 0);
            }

            var (indices, probabilities) = ranking.Best();
            return new Factor(indices, probabilities, places, ranking.Count, ranking.Smallest);
        }

        private static bool IsAscending(List<int> positions)
        {
            for (var i = 0; i < positions.Count; i++)
            {
                if (positions[i] != i)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
