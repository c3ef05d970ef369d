using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A state as a product of vectors, one for each group of qubits that gates have joined; a qubit whose value is known is in none.
/// Groups join when a gate joins them; a measured qubit leaves its group.
/// </summary>
internal sealed partial class ComponentState : QuantumState
{
    private readonly Component?[] components;
    private readonly int[] positions;
    private readonly bool[] values;

    private readonly EngineOptions options;
    private readonly int[]? expected;

    /// <summary>|0…0⟩; <paramref name="expected"/>: for each qubit how many qubits its group may come to have, where that is known.</summary>
    public ComponentState(int qubitCount, EngineOptions options, int[]? expected = null)
        : this(options, expected, new int[qubitCount], new bool[qubitCount])
    {
        if (!options.Components && qubitCount > 0)
        {
            var vector = new Statevector(options, qubitCount);
            vector[0] = Complex.One;
            var all = new Component([.. Enumerable.Range(0, qubitCount)], vector);
            for (var qubit = 0; qubit < qubitCount; qubit++)
            {
                components[qubit] = all;
                positions[qubit] = qubit;
            }
        }
    }

    private ComponentState(EngineOptions options, int[]? expected, int[] positions, bool[] values)
    {
        this.options = options;
        this.expected = expected;
        this.positions = positions;
        this.values = values;
        components = new Component?[positions.Length];
    }

    public override int QubitCount => components.Length;

    public override long Bytes => Groups.Sum(group => group.Bytes);

    /// <summary>How it is computed.</summary>
    public EngineOptions Options => options;

    /// <summary>The groups, by their lowest qubit.</summary>
    public IEnumerable<Component> Groups => components.OfType<Component>().Distinct();

    /// <summary>The group of a qubit; <see langword="null"/> where the qubit has a known value.</summary>
    public Component? GroupOf(int qubit) => components[qubit];

    /// <summary>A qubit's bit in its group's vector.</summary>
    public int PositionOf(int qubit) => positions[qubit];

    /// <summary>The value of a qubit that is in no group.</summary>
    public bool ValueOf(int qubit) => values[qubit];

    public override void Apply(GateKernel gate)
    {
        if (gate.Class == GateKernelClass.Identity)
        {
            return;
        }

        if (JoinedGroup(gate) is { } joined && !(gate.IsSwap && options.Components))
        {
            joined.Apply(LocalGate.From(gate, positions));
            return;
        }

        if (gate.IsSwap)
        {
            Exchange(gate.Targets[0], gate.Targets[1]);
            return;
        }

        var asked = gate.Controls.Length;
        if (!DropKnownControls(ref gate))
        {
            return;
        }

        if (gate.Controls.Length < asked)
        {
            Apply(gate);
            return;
        }

        if (ApplyToKnown(gate))
        {
            return;
        }

        Join(gate).Apply(LocalGate.From(gate, positions));
    }

    /// <summary>The group that holds all of a gate's qubits, or <see langword="null"/>.</summary>
    private Component? JoinedGroup(GateKernel gate)
    {
        var group = gate.Targets.Length > 0 ? components[gate.Targets[0]] : null;
        foreach (var qubit in gate.Qubits)
        {
            if (components[qubit] != group)
            {
                return null;
            }
        }

        return group;
    }

    public override double ProbabilityOfOne(int qubit)
    {
        if (components[qubit] is not { } group)
        {
            return values[qubit] ? 1 : 0;
        }

        var (zero, one) = group.Vector.Weights(positions[qubit]);
        return one / (zero + one);
    }

    public override void Collapse(int qubit, bool outcome)
    {
        if (components[qubit] is not { } group)
        {
            if (values[qubit] != outcome)
            {
                throw new InvalidOperationException($"Qubit {qubit} can't be measured as {(outcome ? 1 : 0)}.");
            }

            return;
        }

        var (zero, one) = group.Vector.Weights(positions[qubit]);
        var weight = outcome ? one : zero;
        if (weight <= 0)
        {
            throw new InvalidOperationException($"Qubit {qubit} can't be measured as {(outcome ? 1 : 0)}.");
        }

        Leave(group, qubit, outcome, 1 / Math.Sqrt(weight));
    }

    public override void Damp(int qubit, double gamma, bool jump)
    {
        if (jump)
        {
            Collapse(qubit, true);
            values[qubit] = false;
            return;
        }

        if (components[qubit] is { } group)
        {
            var (zero, one) = group.Vector.Weights(positions[qubit]);
            var norm = 1 / Math.Sqrt(zero + ((1 - gamma) * one));
            group.Apply(new LocalGate(LocalGateKind.Diagonal, [positions[qubit]], 0, 0, [norm, norm * Math.Sqrt(1 - gamma)]));
        }
    }

    /// <summary>Ends the state and gives all qubits in one vector, bit i qubit i.</summary>
    public Statevector ToWhole()
    {
        var largest = Groups.MaxBy(group => group.Qubits.Count);
        if (largest is null)
        {
            largest = new Component([], One(0));
        }

        foreach (var group in Groups.ToArray())
        {
            if (group != largest)
            {
                Absorb(largest, group);
            }
        }

        for (var qubit = 0; qubit < QubitCount; qubit++)
        {
            if (components[qubit] is null)
            {
                Grow(largest, qubit);
            }
        }

        var vector = largest.Vector;
        Array.Clear(components);
        return ComponentOverlap.Reorder(vector, largest.Qubits, [.. Enumerable.Range(0, QubitCount)]);
    }

    public override QuantumState Clone()
    {
        var copy = new ComponentState(options, expected, [.. positions], [.. values]);
        foreach (var group in Groups)
        {
            var twin = new Component([.. group.Qubits], group.Vector.Clone());
            foreach (var qubit in group.Qubits)
            {
                copy.components[qubit] = twin;
            }
        }

        return copy;
    }

    public override double Fidelity(QuantumState other) => ComponentOverlap.Fidelity(this, (ComponentState)other);

    public override double Expectation(PauliString pauli) => PauliExpectation.Of(this, pauli);

    public override OutcomeSampler Outcomes(ReadOnlySpan<int> qubits) => new ComponentOutcomeSampler(this, qubits);

    public override string Method => "statevector";

    public override int[] SampleJointly(ReadOnlySpan<int> qubits, int shots, UInt128 seed) => JointSampling.Outcomes(Marginals.Of(this, qubits), shots, seed);

    public override (double X, double Y, double Z)[] BlochVectors() => Moments(null, null);

    public override (double X, double Y, double Z)[] PairObservables(double[,] zz, double[,] xx) => Moments(zz, xx);

    public override OutcomeListing List(ReadOnlySpan<int> qubits, int maximum) => ComponentListing.List(this, qubits, maximum);

    public override Complex? Amplitude(string basisState)
    {
        var amplitude = Complex.One;
        for (var qubit = 0; qubit < QubitCount; qubit++)
        {
            if (components[qubit] is null && values[qubit] != (basisState[^(qubit + 1)] == '1'))
            {
                return Complex.Zero;
            }
        }

        foreach (var group in Groups)
        {
            long index = 0;
            for (var bit = 0; bit < group.Qubits.Count; bit++)
            {
                index |= basisState[^(group.Qubits[bit] + 1)] == '1' ? 1L << bit : 0;
            }

            amplitude *= group.Vector[index];
        }

        return amplitude;
    }

    public override void Dispose()
    {
        foreach (var group in Groups)
        {
            group.Dispose();
        }

        Array.Clear(components);
    }

    private (double X, double Y, double Z)[] Moments(double[,]? zz, double[,]? xx)
    {
        var vectors = new (double X, double Y, double Z)[QubitCount];
        for (var qubit = 0; qubit < vectors.Length; qubit++)
        {
            vectors[qubit] = (0, 0, values[qubit] ? -1 : 1);
        }

        foreach (var group in Groups)
        {
            var own = BlochMoments.Of(group.Vector);
            for (var bit = 0; bit < own.Length; bit++)
            {
                vectors[group.Qubits[bit]] = (own[bit].X, own[bit].Y, own[bit].Z);
            }
        }

        var moments = zz is null ? [] : Groups.ToDictionary(group => group, group => PairMoments.Of(group.Vector));
        for (var first = 0; zz is not null && first < vectors.Length; first++)
        {
            for (var second = first + 1; second < vectors.Length; second++)
            {
                if (components[first] is { } group && group == components[second])
                {
                    var low = Math.Min(positions[first], positions[second]);
                    var high = Math.Max(positions[first], positions[second]);
                    zz[first, second] = moments[group].ZZ[low, high];
                    xx![first, second] = moments[group].XX[low, high];
                }
                else
                {
                    zz[first, second] = vectors[first].Z * vectors[second].Z;
                    xx![first, second] = vectors[first].X * vectors[second].X;
                }
            }
        }

        return vectors;
    }
}
