using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>One step of a compiled program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operation">The program's operation that it belongs to; <see langword="null"/> for the tail.</param>
internal readonly record struct Instruction(InstructionKind Kind, Operation? Operation)
{
    /// <summary>The gate, where its parameters are fixed.</summary>
    public GateForm? Form { get; init; }

    /// <summary>How many loops it stands in; for a loop's head and end, with that loop itself.</summary>
    public int Depth { get; init; }

    /// <summary>A head's first instruction after the loop; an end's head.</summary>
    public int Jump { get; init; }

    /// <summary>The qubit of a damping.</summary>
    public int Qubit { get; init; }

    /// <summary>Whether it is a measurement after which neither its qubit nor its bit is used.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether it is a gate that is known to be a Clifford gate.</summary>
    public bool IsClifford => Form is { } form && (form.IsIdentity || form.Clifford is not null);
}
