using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Samples a program's outcomes alone, without an analysis of its state (result contract, "Sampling").</summary>
public static class CircuitSampler
{
    /// <summary>
    /// Bit string → count over the measured qubits, the first measured qubit rightmost; <see langword="null"/> if nothing is measured.
    /// An <see cref="ArgumentException"/> where the method asked for can't take the program, a <see cref="LoopBoundException"/> where a run doesn't end.
    /// </summary>
    public static IReadOnlyDictionary<string, long>? Counts(CircuitProgram program, int shots, UInt128 seed, EngineOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shots);
        using var run = IdealRun.Execute(new CompiledProgram(program), shots, seed, options, cancellation);
        return run.Tally.Counts;
    }
}
