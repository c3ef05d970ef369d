namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The pure state of all qubits of one run, up to a global phase. Starts as |0…0⟩.</summary>
internal abstract class QuantumState : IDisposable
{
    /// <summary>How many qubits there are.</summary>
    public abstract int QubitCount { get; }

    /// <summary>Applies a unitary.</summary>
    public abstract void Apply(GateKernel gate);

    /// <summary>P(1) of a measurement of the qubit.</summary>
    public abstract double ProbabilityOfOne(int qubit);

    /// <summary>Projects on an outcome that has a probability above 0, and normalises.</summary>
    public abstract void Collapse(int qubit, bool outcome);

    /// <summary>Amplitude damping: a jump to |0⟩, or else diag(1, √(1−γ)), normalised.</summary>
    public abstract void Damp(int qubit, double gamma, bool jump);

    /// <summary>A copy that changes on its own.</summary>
    public abstract QuantumState Clone();

    /// <summary>|⟨this|other⟩|².</summary>
    public abstract double Fidelity(QuantumState other);

    /// <summary>⟨P⟩, up to a sign.</summary>
    public virtual double Expectation(PauliString pauli)
    {
        using var moved = Clone();
        pauli.ApplyTo(moved);
        return Math.Sqrt(Fidelity(moved));
    }

    /// <summary>Whether another state is known to be the same.</summary>
    public virtual bool HasState(QuantumState other) => false;

    /// <summary>What distributes the outcomes of measurements of these qubits, one after another in this order, without changing the state.</summary>
    public abstract OutcomeSampler Outcomes(ReadOnlySpan<int> qubits);

    /// <summary>Outcomes of measurements of at most 26 qubits (bit i is qubit i of the list), one for each double of the seed's generator, by the cumulative distribution.</summary>
    public abstract int[] SampleJointly(ReadOnlySpan<int> qubits, int shots, UInt128 seed);

    /// <summary>⟨X⟩, ⟨Y⟩ and ⟨Z⟩ of every qubit.</summary>
    public abstract (double X, double Y, double Z)[] BlochVectors();

    /// <summary>⟨ZZ⟩ and ⟨XX⟩ of all pairs, in the entries [i, j], i &lt; j, and what <see cref="BlochVectors"/> gives.</summary>
    public abstract (double X, double Y, double Z)[] PairObservables(double[,] zz, double[,] xx);

    /// <summary>The most probable outcomes over some qubits.</summary>
    public abstract OutcomeListing List(ReadOnlySpan<int> qubits, int maximum);

    /// <summary>The amplitude of a basis state (leftmost character = highest qubit); <see langword="null"/> where the method doesn't follow phases.</summary>
    public abstract System.Numerics.Complex? Amplitude(string basisState);

    /// <summary>The method's name in results.</summary>
    public abstract string Method { get; }

    /// <summary>The bytes that the state holds now.</summary>
    public abstract long Bytes { get; }

    public abstract void Dispose();
}
