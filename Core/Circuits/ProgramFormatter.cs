using Orleans.QuantumMesh.Core.Circuits.Formatting;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Writes programs as text.</summary>
public static class ProgramFormatter
{
    /// <summary>
    /// OpenQASM 3 that <see cref="CircuitParser"/> reads as the same program (but for positions). What has no form of its own there, such as hidden bits,
    /// stands under annotations that other readers can ignore.
    /// </summary>
    public static string ToOpenQasm3(CircuitProgram program) => new OpenQasm3Writer(program).Write();

    /// <summary>OpenQASM 2 that does the same, where its gates and conditions can say it.</summary>
    public static FormattedProgram ToOpenQasm2(CircuitProgram program) => new OpenQasm2Writer(program).Write();

    /// <summary>Python that builds the program as Qiskit's <c>QuantumCircuit</c>, where its conditions can be said there.</summary>
    public static FormattedProgram ToQiskit(CircuitProgram program) => new QiskitWriter(program).Write();
}
