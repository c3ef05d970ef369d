using System.Text;
using Orleans.QuantumMesh.Cli;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>Programs that the tests run.</summary>
public static class Circuits
{
    public const string Bell = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];\nmeasure q -> c;\n";

    /// <summary>A file of <c>examples/</c>.</summary>
    public static string Example(string name) => File.ReadAllText(ExampleFile(name));

    public static string ExampleFile(string name) => Path.Combine(Installation.Find().Root, "examples", name + ".qasm");

    /// <summary>As many gates side by side, each on a qubit of its own.</summary>
    public static string Parallel(int gates)
    {
        StringBuilder text = new($"OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[{gates}] q;\n");
        for (int i = 0; i < gates; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"x q[{i}];\n");
        }

        return text.ToString();
    }

    /// <summary>A chain of gates, each of which waits for the one before.</summary>
    public static string Chain(int gates)
    {
        StringBuilder text = new("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\nbit[2] c;\n");
        for (int i = 0; i < gates; i++)
        {
            text.Append(i % 2 == 0 ? "h q[0];\n" : "cx q[0], q[1];\n");
        }

        return text.Append("c = measure q;\n").ToString();
    }
}
