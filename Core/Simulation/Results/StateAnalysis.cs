using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a result says of one pure state.</summary>
internal sealed class StateAnalysis
{
    private const int MaximumCharacters = 4_000_000;
    private const int TopStates = 5;

    private readonly QuantumState state;
    private readonly ResultOptions options;
    private readonly int qubits;
    private readonly (double X, double Y, double Z)[] bloch;
    private readonly double[,]? zz;
    private readonly double[,]? xx;

    public StateAnalysis(QuantumState state, ResultOptions options)
    {
        this.state = state;
        this.options = options;
        qubits = state.QubitCount;
        if (qubits <= options.MaximumPairQubits)
        {
            zz = new double[qubits, qubits];
            xx = new double[qubits, qubits];
            bloch = state.PairObservables(zz, xx);
        }
        else
        {
            bloch = state.BlochVectors();
        }
    }

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

        if (zz is null || xx is null)
        {
            warnings.Add($"Pair observables are left out: {qubits} qubits are more than the cap of {options.MaximumPairQubits}.");
            return observables;
        }

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

        if (state is StabilizerState { QubitCount: <= StabilizerState.MaximumAmplitudeQubits } stabilizer)
        {
            return Array.ConvertAll(stabilizer.Amplitudes(), NumberText.Complex);
        }

        if (state is not ComponentState product)
        {
            warnings.Add($"The statevector is left out: the method {state.Method} gives amplitudes up to {StabilizerState.MaximumAmplitudeQubits} qubits.");
            return null;
        }

        using var vector = ComponentOverlap.Expand(product, [.. Enumerable.Range(0, qubits)]);
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
        var maximum = Math.Min(options.MaximumProbabilities, Math.Max(1, MaximumCharacters / Math.Max(1, over.Length)));
        var (outcomes, total) = state.List(over, maximum);
        var listing = new OrderedDictionary<string, double>(outcomes.Count, StringComparer.Ordinal);
        var sum = 0.0;
        foreach (var (key, probability) in outcomes)
        {
            sum += probability;
            listing.Add(key, NumberText.Round(probability));
        }

        if (total == outcomes.Count)
        {
            return (listing, null);
        }

        warnings.Add(outcomes.Count == 0
            ? $"{name} lists nothing: no outcome is more probable than 1e-12."
            : $"{name} lists the {outcomes.Count} most probable outcomes{(total is null ? "" : $" of {total}")}.");
        return (listing, new DroppedProbabilities(total - outcomes.Count, NumberText.Round(Math.Max(0, 1 - sum))));
    }

    /// <summary>The most probable basis states, by probability rounded to 12 decimals, then by index.</summary>
    public IReadOnlyList<BasisState> Top()
    {
        var (outcomes, _) = state.List([.. Enumerable.Range(0, qubits)], TopStates);
        return
        [
            .. outcomes
                .Select(outcome => (outcome.Key, Probability: NumberText.Round(outcome.Probability)))
                .OrderByDescending(outcome => outcome.Probability)
                .Select(outcome => new BasisState(outcome.Key, outcome.Probability, state.Amplitude(outcome.Key) is { } amplitude ? NumberText.Complex(amplitude) : null)),
        ];
    }

    private static double Entropy(double eigenvalue) => eigenvalue <= 0 ? 0 : -eigenvalue * Math.Log2(eigenvalue);

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
