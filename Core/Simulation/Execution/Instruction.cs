using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>One step of a compiled program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operation">The program's operation that it belongs to; <see langword="null"/> for the tail.</param>
internal sealed record Instruction(InstructionKind Kind, Operation? Operation)
{
    /// <summary>The gate, where its parameters are fixed.</summary>
    public GateKernel? Kernel { get; init; }

    /// <summary>How many loops it stands in; for a loop's head and end, with that loop itself.</summary>
    public int Depth { get; init; }

    /// <summary>A head's first instruction after the loop; an end's head.</summary>
    public int Jump { get; set; }

    /// <summary>Whether it is a measurement after which neither its qubit nor its bit is used.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The qubit of a damping.</summary>
    public int Qubit { get; init; }
}
