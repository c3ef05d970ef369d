using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>The reference system's dialect, in texts without an include.</summary>
public sealed class DialectTests
{
    [Fact]
    public void EveryUseIsTakenWithAWarning()
    {
        var result = CircuitParser.Parse("""
            qubit[5] q
            h q[0:2]
            for i in [0:3] { cx q[i], q[i + 1]; }
            controlled rx(2^3/16) q[0], q[1];
            controlled U(0.5) q[0], q[1];
            controlled x q[2], q[2];
            ccnot q[0], q[1], q[2]

            """);
        Assert.True(result.IsAccepted, string.Join("; ", result.Diagnostics));
        Assert.Equal(CircuitFormat.Service, result.Program.Format);
        Assert.Equal(
            ["dialect_ccnot", "dialect_controlled", "dialect_controlled_identity", "dialect_inclusive_range", "dialect_index_arithmetic", "dialect_missing_semicolon",
                "dialect_no_version", "dialect_single_parameter_u", "dialect_untyped_for"],
            result.Program.Warnings.Select(warning => warning.Code).Distinct().Order(StringComparer.Ordinal));
        var operations = result.Program.Operations.Cast<GateOperation>().ToList();
        Assert.Equal(["h", "h", "h", "cx", "cx", "cx", "cx", "rx", "p", "ccx"], operations.Select(operation => operation.Gate.Name));
        Assert.Equal(0.5, operations[7].Parameters[0]);
        Assert.Equal(("controlled_unitary", 1), (operations[8].ServiceType, operations[8].ControlCount));
    }

    [Theory]
    [InlineData("for i in [0:1] { h q[i]; }")]
    [InlineData("h q[0]\nx q[1];")]
    [InlineData("rzz(0.5) q[0], q[1];")]
    [InlineData("ccnot q[0], q[1], q[2];")]
    public void WithAnIncludeOpenQasmsRulesHold(string statement) =>
        Assert.False(CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[3] q;\n" + statement + "\n").IsAccepted);

    [Fact]
    public void AQubitTwiceIsRefusedOutsideTheWordControlled() =>
        Assert.Equal("same_qubit", Assert.Single(CircuitParser.Parse("OPENQASM 3;\nqubit[2] q;\ncx q[0], q[0];\n").Diagnostics).Code);

    [Fact]
    public void ServiceWordsHaveTheirServicesAndGroups()
    {
        var program = CircuitParser.Parse("""
            OPENQASM 3;
            qubit[3] q;
            bit[1] c;
            bell_pair q[0], q[1];
            qft q[0], q[1], q[2];
            teleportation q[0], q[2];
            distillation q[0], q[1];
            controlled_u(0.1, 0.2, 0.3) q[0], q[1];
            controlled_u q[0], q[1];
            measurement_feedforward q[0] -> c[0];

            """).Program!;
        Assert.Equal(
            ["bell_pair", "qft", "teleportation", "distillation", "controlled_unitary", "controlled_unitary", "measurement_feedforward"],
            program.Operations.GroupBy(operation => operation.Group).Select(group => Assert.Single(group.Select(operation => operation.ServiceType).Distinct())));
        Assert.Equal(Enumerable.Range(1, program.Operations.Length), program.Operations.Select(operation => operation.Number));
        Assert.Equal(2, program.Operations.Count(operation => operation.Group == 1));
        Assert.Equal(7, program.Operations.Count(operation => operation.ServiceType == "qft"));
        Assert.Equal(["cu", "cx"], program.Operations.OfType<GateOperation>().Where(operation => operation.ServiceType == "controlled_unitary").Select(operation => operation.Gate.Name));
    }

    [Theory]
    [InlineData("h q[0];", "hadamard")]
    [InlineData("cx q[0], q[1];", "cnot")]
    [InlineData("cnot q[0], q[1];", "cnot")]
    [InlineData("cz q[0], q[1];", "cz")]
    [InlineData("ctrl @ x q[0], q[1];", "controlled_unitary")]
    [InlineData("cp(0.1) q[0], q[1];", "programmable_gate")]
    [InlineData("swap q[0], q[1];", "programmable_gate")]
    [InlineData("reset q[0];", "measurement_feedforward")]
    [InlineData("measure q[0];", "measurement_feedforward")]
    [InlineData("barrier q[0];", "")]
    public void EveryOperationHasItsService(string statement, string service) =>
        Assert.Equal(service, Assert.Single(CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\n" + statement + "\n").Program!.Operations).ServiceType);
}
