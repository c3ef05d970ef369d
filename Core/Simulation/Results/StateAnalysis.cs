using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a result says of one pure state.</summary>
internal sealed class StateAnalysis(ComponentState state, ResultOptions options)
{
    private const double Negligible = 1e-12;
    private const int TopStates = 5;

    private readonly int qubits = state.QubitCount;
    private readonly (double X, double Y, double Z)[] bloch = BlochVectors(state);

    /// <summary><c>q{i}</c> → Bloch vector.</summary>
    public OrderedDictionary<string, BlochVector> Bloch() => PerQubit("", qubit =>
        new BlochVector(NumberText.Round(bloch[qubit].X), NumberText.Round(bloch[qubit].Y), NumberText.Round(bloch[qubit].Z)));

    /// <summary><c>q{i}</c> → reduced density matrix (1 + r·σ)/2.</summary>
    public OrderedDictionary<string, IReadOnlyList<IReadOnlyList<string>>> DensityMatrices() =>
        PerQubit<IReadOnlyList<IReadOnlyList<string>>>("", qubit =>
        {
            var (x, y, z) = bloch[qubit];
            return
            [
                [NumberText.Complex((1 + z) / 2), NumberText.Complex(new Complex(x / 2, -y / 2))],
                [NumberText.Complex(new Complex(x / 2, y / 2)), NumberText.Complex((1 - z) / 2)],
            ];
        });

    /// <summary><c>q{i}|rest</c> → entropy of the reduced state, whose eigenvalues are (1 ± |r|)/2.</summary>
    public OrderedDictionary<string, double> Entropies() => PerQubit("|rest", qubit =>
    {
        var (x, y, z) = bloch[qubit];
        var length = Math.Min(1, Math.Sqrt((x * x) + (y * y) + (z * z)));
        return NumberText.Round(Entropy((1 + length) / 2) + Entropy((1 - length) / 2));
    });

    /// <summary>Z of all qubits, ZZ and XX of all pairs.</summary>
    public OrderedDictionary<string, double> Observables(List<string> warnings)
    {
        var observables = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            observables.Add($"Z_q{qubit}", NumberText.Round(bloch[qubit].Z));
        }

        if (qubits > options.MaximumPairQubits)
        {
            warnings.Add($"Pair observables are left out: {qubits} qubits are more than the cap of {options.MaximumPairQubits}.");
            return observables;
        }

        var zz = new double[qubits, qubits];
        var xx = new double[qubits, qubits];
        PairObservables.Fill(state, zz, xx, bloch);
        foreach (var (name, values) in new[] { ("ZZ", zz), ("XX", xx) })
        {
            for (var first = 0; first < qubits; first++)
            {
                for (var second = first + 1; second < qubits; second++)
                {
                    observables.Add($"{name}_q{first}_q{second}", NumberText.Round(values[first, second]));
                }
            }
        }

        return observables;
    }

    /// <summary>The amplitudes of all qubits, or <see langword="null"/> beyond the cap.</summary>
    public IReadOnlyList<string>? Amplitudes(List<string> warnings)
    {
        if (qubits > options.MaximumStatevectorQubits)
        {
            warnings.Add($"The statevector is left out: {qubits} qubits are more than the cap of {options.MaximumStatevectorQubits}.");
            return null;
        }

        using var vector = ComponentOverlap.Expand(state, [.. Enumerable.Range(0, qubits)]);
        var texts = new string[vector.Length];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = NumberText.Complex(vector[index]);
        }

        return texts;
    }

    /// <summary>The distribution over some qubits, the first one rightmost, up to the cap; the most probable outcomes are kept.</summary>
    public (OrderedDictionary<string, double> Probabilities, DroppedProbabilities? Dropped) Distribution(ReadOnlySpan<int> over, string name, List<string> warnings)
    {
        var probabilities = Marginals.Of(state, over);
        var kept = new List<int>();
        for (var outcome = 0; outcome < probabilities.Length; outcome++)
        {
            if (probabilities[outcome] > Negligible)
            {
                kept.Add(outcome);
            }
        }

        DroppedProbabilities? dropped = null;
        if (kept.Count > options.MaximumProbabilities)
        {
            var ordered = kept.OrderByDescending(outcome => probabilities[outcome]).ThenBy(outcome => outcome).ToArray();
            dropped = new DroppedProbabilities(
                ordered.Length - options.MaximumProbabilities,
                NumberText.Round(ordered.Skip(options.MaximumProbabilities).Sum(outcome => probabilities[outcome])));
            warnings.Add($"{name} lists the {options.MaximumProbabilities} most probable of {kept.Count} outcomes.");
            kept = [.. ordered.Take(options.MaximumProbabilities).Order()];
        }

        var listing = new OrderedDictionary<string, double>(kept.Count, StringComparer.Ordinal);
        foreach (var outcome in kept)
        {
            listing.Add(Key(outcome, over.Length), NumberText.Round(probabilities[outcome]));
        }

        return (listing, dropped);
    }

    /// <summary>The most probable basis states, by probability rounded to 12 decimals, then by index.</summary>
    public IReadOnlyList<BasisState> Top()
    {
        using var vector = ComponentOverlap.Expand(state, [.. Enumerable.Range(0, qubits)]);
        var top = new List<(double Probability, long Index)>(TopStates + 1);
        for (long index = 0; index < vector.Length; index++)
        {
            var amplitude = vector[index];
            var probability = NumberText.Round((amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary));
            if (probability <= 0 || (top.Count == TopStates && probability <= top[^1].Probability))
            {
                continue;
            }

            var place = top.FindLastIndex(entry => entry.Probability >= probability) + 1;
            top.Insert(place, (probability, index));
            if (top.Count > TopStates)
            {
                top.RemoveAt(TopStates);
            }
        }

        return [.. top.Select(entry => new BasisState(Key(entry.Index, qubits), entry.Probability, NumberText.Complex(vector[entry.Index])))];
    }

    private static double Entropy(double eigenvalue) => eigenvalue <= 0 ? 0 : -eigenvalue * Math.Log2(eigenvalue);

    private static string Key(long index, int length) => string.Create(length, index, static (characters, value) =>
    {
        for (var place = 0; place < characters.Length; place++)
        {
            characters[characters.Length - 1 - place] = (char)('0' + ((value >> place) & 1));
        }
    });

    private static (double X, double Y, double Z)[] BlochVectors(ComponentState state)
    {
        var vectors = new (double X, double Y, double Z)[state.QubitCount];
        for (var qubit = 0; qubit < vectors.Length; qubit++)
        {
            if (state.GroupOf(qubit) is not { } group)
            {
                vectors[qubit] = (0, 0, state.ValueOf(qubit) ? -1 : 1);
                continue;
            }

            vectors[qubit] = group.Vector.Bloch(state.PositionOf(qubit));
        }

        return vectors;
    }

    private OrderedDictionary<string, T> PerQubit<T>(string suffix, Func<int, T> value)
    {
        var values = new OrderedDictionary<string, T>(qubits, StringComparer.Ordinal);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            values.Add($"q{qubit}{suffix}", value(qubit));
        }

        return values;
    }
}
