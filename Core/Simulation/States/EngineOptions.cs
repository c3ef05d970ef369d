namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How the engine computes; the result is the same to rounding, whatever is chosen.</summary>
public sealed record EngineOptions
{
    /// <summary>The numbers that amplitudes are kept in.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>How states are represented.</summary>
    public SimulationMethod Method { get; init; } = SimulationMethod.Auto;

    /// <summary>The method <c>auto</c> takes a tableau for Clifford programs whose gates may join this many qubits.</summary>
    public int StabilizerFrom { get; init; } = 17;

    /// <summary>The same for programs that measure before their end and whose shots a tableau can carry together.</summary>
    public int CarriedFrom { get; init; } = 8;

    /// <summary>The same for programs that measure before their end and whose shots go through a tableau each on its own.</summary>
    public int AloneFrom { get; init; } = 14;

    /// <summary>The vector width; the machine's own by default.</summary>
    public SimdLevel Level { get; init; } = AmplitudeKernels.MachineLevel;

    /// <summary>The most threads for one state.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether Pauli errors before nothing but Clifford gates are carried through them instead of being simulated.</summary>
    public bool PauliFrames { get; init; } = true;

    /// <summary>Whether qubits that no gate has joined stay apart; otherwise one vector holds all qubits from the start.</summary>
    public bool Components { get; init; } = true;

    /// <summary>Asked between passes over a state.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>Whether gates are fused and applied block by block.</summary>
    public bool Fusion { get; init; } = true;
}
