using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// A checked circuit: registers, and elementary operations in program order, with user gates, subroutines and compile-time control flow expanded.
/// Classical bits 0 … <see cref="DeclaredBitCount"/> − 1 are the declared ones in order of declaration; the bits above serve conditions and hidden results.
/// </summary>
public sealed record CircuitProgram
{
    /// <summary>The language of the text.</summary>
    public required CircuitFormat Format { get; init; }

    /// <summary>How many qubits there are; a qubit's number is its place in order of declaration.</summary>
    public required int QubitCount { get; init; }

    /// <summary>The qubit registers in order of declaration.</summary>
    public required ImmutableArray<QubitRegister> QubitRegisters { get; init; }

    /// <summary>The global classical registers in order of declaration.</summary>
    public required ImmutableArray<ClassicalRegister> ClassicalRegisters { get; init; }

    /// <summary>How many classical bits the registers have in all.</summary>
    public required int DeclaredBitCount { get; init; }

    /// <summary>How many classical bits a run needs, hidden ones included.</summary>
    public required int ClassicalBitCount { get; init; }

    /// <summary>How many run-time variables (wider than a bit) a run needs.</summary>
    public required int VariableCount { get; init; }

    /// <summary>The operations in program order.</summary>
    public required ImmutableArray<Operation> Operations { get; init; }

    /// <summary>What was taken in another way than the specification's.</summary>
    public ImmutableArray<CircuitWarning> Warnings { get; init; } = [];
}
