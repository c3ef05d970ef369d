namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Lists the most probable outcomes of a product state group by group: among the k best of a product are only products of the k best of its factors.
/// Ties, to 12 decimals, go to the lower index.
/// </summary>
internal static class ComponentListing
{
    private const double Negligible = 1e-12;

    public static OutcomeListing List(ComponentState state, ReadOnlySpan<int> qubits, int maximum)
    {
        var start = new char[qubits.Length];
        Array.Fill(start, '0');
        var outcomes = new List<(char[] Key, double Probability)> { (start, 1) };
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
                start[^(i + 1)] = '1';
            }
        }

        // What the factors to come can at most leave of a product.
        var best = factors.Aggregate(1.0, (product, factor) => product * factor.Largest);
        var whole = true;
        foreach (var factor in factors)
        {
            best /= factor.Largest;
            whole &= Combine(factor, maximum, best, ref outcomes);
        }

        outcomes.Sort((left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        return new OutcomeListing([.. outcomes.Select(outcome => (new string(outcome.Key), outcome.Probability))], whole && outcomes.Count > 0 ? outcomes.Count : Total(factors));
    }

    // Where even the least probable product counts, all do.
    private static long? Total(List<Factor> factors) =>
        factors.Aggregate(1.0, (product, factor) => product * factor.Smallest) > Negligible ? factors.Aggregate(1L, (product, factor) => product * factor.Count) : null;

    /// <summary>Whether nothing above 1e-12 had to be left out.</summary>
    private static bool Combine(Factor factor, int maximum, double best, ref List<(char[] Key, double Probability)> outcomes)
    {
        var (indices, probabilities, places) = (factor.Indices, factor.Probabilities, factor.Places);
        var whole = factor.Count == indices.Length;
        var combined = new List<(char[] Key, double Probability)>();
        foreach (var (key, probability) in outcomes)
        {
            for (var entry = 0; entry < indices.Length; entry++)
            {
                if (probability * probabilities[entry] * best <= Negligible)
                {
                    continue;
                }

                var extended = (char[])key.Clone();
                for (var bit = 0; bit < places.Count; bit++)
                {
                    extended[places[bit]] = (char)('0' + ((indices[entry] >> bit) & 1));
                }

                combined.Add((extended, probability * probabilities[entry]));
            }

            if (combined.Count > 8L * maximum && combined.Count > 1 << 16)
            {
                Cut(combined, maximum);
                whole = false;
            }
        }

        if (combined.Count > maximum)
        {
            Cut(combined, maximum);
            whole = false;
        }

        outcomes = combined;
        return whole;
    }

    private static void Cut(List<(char[] Key, double Probability)> outcomes, int maximum)
    {
        outcomes.Sort((left, right) =>
        {
            var order = Math.Round(right.Probability, 12).CompareTo(Math.Round(left.Probability, 12));
            return order != 0 ? order : left.Key.AsSpan().SequenceCompareTo(right.Key);
        });
        outcomes.RemoveRange(maximum, Math.Max(0, outcomes.Count - maximum));
    }

    /// <summary>One group's most probable outcomes, and the places of its qubits in a key.</summary>
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
                    places.Add(qubits.Length - 1 - i);
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
