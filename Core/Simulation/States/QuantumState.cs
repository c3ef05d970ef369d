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

    /// <summary>What distributes the outcomes of measurements of these qubits, one after another in this order, without changing the state.</summary>
    public abstract OutcomeSampler Outcomes(ReadOnlySpan<int> qubits);

    /// <summary>The bytes that the state holds now.</summary>
    public abstract long Bytes { get; }

    public abstract void Dispose();
}
