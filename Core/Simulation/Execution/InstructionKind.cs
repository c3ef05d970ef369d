namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What an instruction of a compiled program does.</summary>
internal enum InstructionKind
{
    /// <summary>Applies a gate.</summary>
    Gate,

    /// <summary>Measures a qubit into a bit.</summary>
    Measure,

    /// <summary>Brings a qubit to |0⟩.</summary>
    Reset,

    /// <summary>Assigns to a bit or a variable.</summary>
    Assign,

    /// <summary>Evaluates a loop's condition and enters its body or leaves it.</summary>
    LoopHead,

    /// <summary>Goes back to the loop's head.</summary>
    LoopEnd,

    /// <summary>Applies the errors of hand-overs that come before an operation.</summary>
    Link,

    /// <summary>Applies the Paulis that follow an operation.</summary>
    Errors,

    /// <summary>Applies the amplitude damping that follows an operation on one of its qubits.</summary>
    Damping,

    /// <summary>The terminal measurements at the program's end.</summary>
    Tail,
}
