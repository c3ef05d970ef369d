namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>The circuits that tests submit.</summary>
internal static class Circuits
{
    public const string Bell = """
        OPENQASM 3;
        include "stdgates.inc";
        qubit[2] q;
        bit[2] c;
        h q[0];
        cx q[0], q[1];
        c = measure q;
        """;

    /// <summary>The reference architecture's, section 7: seven fragments one after the other.</summary>
    public const string Walkthrough = """
        OPENQASM 3;
        qubit[2] q;
        bit[1] c;
        bell_pair q[0], q[1];
        cnot q[0], q[1];
        cz q[0], q[1];
        teleport q[0], q[1];
        syndrome_extraction q[0];
        distillation q[1];
        measure q[0] -> c[0];
        """;

    /// <summary>Tosses a coin until it shows 0.</summary>
    public const string UntilZero = """
        OPENQASM 3;
        include "stdgates.inc";
        qubit q;
        bit c;
        h q;
        c = measure q;
        while (c == 1) {
          reset q;
          h q;
          c = measure q;
        }
        """;

    /// <summary>A loop whose condition never changes.</summary>
    public const string Endless = """
        OPENQASM 3;
        include "stdgates.inc";
        qubit q;
        bit c;
        x q;
        c = measure q;
        while (c == 1) {
          c = measure q;
        }
        """;

    /// <summary>So many parallel gates, and one outcome.</summary>
    public static string Wide(int qubits) => $$"""
        OPENQASM 3;
        include "stdgates.inc";
        qubit[{{qubits}}] q;
        x q;
        """;
}
