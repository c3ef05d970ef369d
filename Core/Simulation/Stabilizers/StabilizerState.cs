using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A state that Clifford gates, Paulis, measurements and resets lead to, as a tableau: memory and time are polynomial in the qubits.</summary>
internal sealed class StabilizerState(Tableau tableau) : QuantumState
{
    /// <summary>Beyond, amplitudes are not given.</summary>
    public const int MaximumAmplitudeQubits = 22;

    private const double Negligible = 1e-12;

    private (int[] Qubits, AffineOutcomes Outcomes)? measured;
    private Complex[]? amplitudes;

    public StabilizerState(int qubitCount)
        : this(new Tableau(qubitCount))
    {
    }

    public override int QubitCount => tableau.QubitCount;

    public override string Method => "stabilizer";

    public override long Bytes => tableau.Bytes;

    public override void Apply(GateKernel gate)
    {
        if (gate.Class == GateKernelClass.Identity)
        {
            return;
        }

        var action = gate.Clifford ?? throw new InvalidOperationException("A stabilizer state takes Clifford gates only.");
        measured = null;
        amplitudes = null;
        tableau.Apply(action, gate.Qubits);
    }

    public override double ProbabilityOfOne(int qubit)
    {
        var pauli = PauliString.Single(QubitCount, qubit, false, true);
        var rows = tableau.AnticommutingWithZ(qubit);
        return tableau.IsRandom(rows) ? 0.5 : tableau.SureOutcome(rows, pauli) ? 1 : 0;
    }

    public override void Collapse(int qubit, bool outcome)
    {
        measured = null;
        amplitudes = null;
        var pauli = PauliString.Single(QubitCount, qubit, false, true);
        var rows = tableau.AnticommutingWithZ(qubit);
        if (tableau.IsRandom(rows))
        {
            tableau.Project(rows, pauli, outcome);
        }
        else if (tableau.SureOutcome(rows, pauli) != outcome)
        {
            throw new InvalidOperationException($"Qubit {qubit} can't be measured as {(outcome ? 1 : 0)}.");
        }
    }

    public override void Damp(int qubit, double gamma, bool jump)
    {
        if (jump)
        {
            Collapse(qubit, true);
            Apply(GateKernel.Pauli('X', qubit));
        }
        else if (ProbabilityOfOne(qubit) == 0.5)
        {
            throw new InvalidOperationException("Amplitude damping leads out of the stabilizer states.");
        }
    }

    public override QuantumState Clone() => new StabilizerState(tableau.Clone()) { measured = measured };

    public override bool HasState(QuantumState other) => other is StabilizerState { } same && tableau.HasSameRows(same.Tableau);

    /// <summary>Measures the generators of one state on the other: each even one halves the overlap, one with the opposite sign ends it.</summary>
    public override double Fidelity(QuantumState other)
    {
        using var probe = ((StabilizerState)other).Tableau.Clone();
        var fidelity = 1.0;
        for (var row = 0; row < QubitCount; row++)
        {
            var (pauli, negative) = tableau.Stabilizer(row);
            var rows = probe.Anticommuting(pauli);
            if (probe.IsRandom(rows))
            {
                fidelity /= 2;
                probe.Project(rows, pauli, negative);
            }
            else if (probe.SureOutcome(rows, pauli) != negative)
            {
                return 0;
            }
        }

        return fidelity;
    }

    public override OutcomeSampler Outcomes(ReadOnlySpan<int> qubits) => new StabilizerOutcomeSampler(Measured(qubits));

    public override int[] SampleJointly(ReadOnlySpan<int> qubits, int shots, UInt128 seed)
    {
        var (offset, basis) = Measured(qubits).Ordered();
        var generator = new Pcg64(seed);
        var outcomes = new int[shots];
        var vectors = Array.ConvertAll(basis, Pack);
        var start = Pack(offset);
        for (var shot = 0; shot < shots; shot++)
        {
            var rank = (long)(generator.NextDouble() * (1L << basis.Length));
            var outcome = start;
            for (var i = 0; i < vectors.Length; i++)
            {
                outcome ^= ((rank >> (vectors.Length - 1 - i)) & 1) != 0 ? vectors[i] : 0;
            }

            outcomes[shot] = outcome;
        }

        return outcomes;
    }

    public override (double X, double Y, double Z)[] BlochVectors()
    {
        var vectors = new (double X, double Y, double Z)[QubitCount];
        for (var qubit = 0; qubit < vectors.Length; qubit++)
        {
            vectors[qubit] = (
                Expectation(PauliString.Single(QubitCount, qubit, true, false)),
                Expectation(PauliString.Single(QubitCount, qubit, true, true)),
                Expectation(PauliString.Single(QubitCount, qubit, false, true)));
        }

        return vectors;
    }

    public override (double X, double Y, double Z)[] PairObservables(double[,] zz, double[,] xx)
    {
        for (var first = 0; first < QubitCount; first++)
        {
            for (var second = first + 1; second < QubitCount; second++)
            {
                zz[first, second] = Expectation(Pair(first, second, false));
                xx[first, second] = Expectation(Pair(first, second, true));
            }
        }

        return BlochVectors();
    }

    public override OutcomeListing List(ReadOnlySpan<int> qubits, int maximum)
    {
        var measured = Measured(qubits);
        var probability = Math.Pow(0.5, measured.SymbolCount);
        if (probability <= Negligible)
        {
            return new OutcomeListing([], null);
        }

        var (offset, basis) = measured.Ordered();

        var total = 1L << basis.Length;
        var listed = new List<(string Key, double Probability)>();
        for (long rank = 0; rank < Math.Min(total, maximum); rank++)
        {
            var outcome = (bool[])offset.Clone();
            for (var i = 0; i < basis.Length; i++)
            {
                if (((rank >> (basis.Length - 1 - i)) & 1) != 0)
                {
                    AffineOutcomes.Add(outcome, basis[i]);
                }
            }

            Array.Reverse(outcome);
            listed.Add((new string(Array.ConvertAll(outcome, bit => bit ? '1' : '0')), probability));
        }

        return new OutcomeListing(listed, total);
    }

    /// <summary>The amplitude of a basis state, where that of the lowest possible one is positive.</summary>
    public override Complex? Amplitude(string basisState)
    {
        var possible = Measured([.. Enumerable.Range(0, QubitCount)]).Ordered();
        var (from, to) = (new ulong[(QubitCount + 63) / 64], new ulong[(QubitCount + 63) / 64]);
        for (var qubit = 0; qubit < QubitCount; qubit++)
        {
            from[qubit / 64] |= (possible.Offset[qubit] ? 1UL : 0) << qubit;
            to[qubit / 64] |= (basisState[^(qubit + 1)] == '1' ? 1UL : 0) << qubit;
        }

        using var rows = tableau.Stabilizers();
        var rank = rows.EliminateX();
        var magnitude = Math.Pow(2, -rank / 2.0);
        return rows.PhaseBetween(from, to, rank) switch
        {
            0 => magnitude,
            1 => new Complex(0, magnitude),
            2 => -magnitude,
            3 => new Complex(0, -magnitude),
            _ => Complex.Zero,
        };
    }

    /// <summary>All amplitudes of at most 22 qubits, bit i of an index is qubit i.</summary>
    public Complex[] Amplitudes() => amplitudes ??= StabilizerAmplitudes.Of(tableau, Measured([.. Enumerable.Range(0, QubitCount)]).Ordered().Offset);

    public override void Dispose() => tableau.Dispose();

    private Tableau Tableau => tableau;

    private AffineOutcomes Measured(ReadOnlySpan<int> qubits)
    {
        if (measured is { } known && qubits.SequenceEqual(known.Qubits))
        {
            return known.Outcomes;
        }

        var outcomes = new AffineOutcomes(tableau, qubits);
        measured = (qubits.ToArray(), outcomes);
        return outcomes;
    }

    public override double Expectation(PauliString pauli)
    {
        var rows = tableau.Anticommuting(pauli);
        return tableau.IsRandom(rows) ? 0 : tableau.SureOutcome(rows, pauli) ? -1 : 1;
    }

    private PauliString Pair(int first, int second, bool hasX)
    {
        var pauli = PauliString.Single(QubitCount, first, hasX, !hasX);
        pauli.Set(second, hasX, !hasX);
        return pauli;
    }

    private static int Pack(bool[] bits)
    {
        var packed = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            packed |= (bits[i] ? 1 : 0) << i;
        }

        return packed;
    }
}
