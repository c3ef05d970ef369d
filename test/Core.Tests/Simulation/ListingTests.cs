using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>What is left out of a list is counted, and an empty state has a result.</summary>
public class ListingTests
{
    [Theory]
    [InlineData("h q; rz(0.2) q[0];", 18, 1L << 18)]
    [InlineData("h q; t q;", 30, 1L << 30)]
    [InlineData("h q; t q; cx q[0], q[1]; cx q[2], q[3];", 20, 1L << 20)]
    public void All_outcomes_beyond_the_cap_are_counted(string gates, int qubits, long outcomes)
    {
        QuantumResult result = Run($"qubit[{qubits}] q; {gates}");
        Assert.Equal(65_536, result.Probabilities!.Count);
        Assert.Equal(outcomes - 65_536, result.ProbabilitiesDropped!.Outcomes);
        Assert.Equal(1 - (65_536.0 / outcomes), result.ProbabilitiesDropped.Total, 9);
        Assert.Contains($"probabilities lists the 65536 most probable outcomes of {outcomes}.", result.Warnings);
    }

    [Fact]
    public void A_list_of_just_as_many_as_the_cap_is_whole()
    {
        // The last qubit is 1 with 1e-9, which with any outcome of the others is below 1e-12.
        QuantumResult result = Run("qubit[17] q; for int i in [0:15] { h q[i]; } ry(6.3e-5) q[16];");
        Assert.Equal(65_536, result.Probabilities!.Count);
        Assert.Null(result.ProbabilitiesDropped);
        Assert.DoesNotContain(result.Warnings, warning => warning.StartsWith("probabilities", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_with_nothing_in_it_says_why()
    {
        QuantumResult result = Run("qubit[80] q; for int i in [0:39] { h q[2*i]; t q[2*i]; cx q[2*i], q[2*i+1]; }");
        Assert.Empty(result.Probabilities!);
        Assert.Equal((null, 1.0), (result.ProbabilitiesDropped!.Outcomes, result.ProbabilitiesDropped.Total));
        Assert.Contains("probabilities lists nothing: no outcome is more probable than 1e-12.", result.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bit[2] c; c = \"10\";")]
    public void A_program_without_qubits_has_a_result(string statements)
    {
        QuantumResult result = Run(statements);
        Assert.Null(result.Counts);
        Assert.Equal(["1.0"], result.Statevector!);
        Assert.Equal(1, result.Probabilities![""]);
        Assert.Equal(statements.Length == 0 ? null : new Dictionary<string, long> { ["10"] = 7 }, result.ClassicalCounts?.ToDictionary());
        Assert.Empty(result.BlochVectors);
    }

    private static QuantumResult Run(string statements)
    {
        CircuitParseResult parsed = CircuitParser.Parse("OPENQASM 3;\ninclude \"stdgates.inc\";\n" + statements);
        Assert.Empty(parsed.Diagnostics);
        return ResultCheck.Run(parsed.Program!, 7, 0);
    }
}
