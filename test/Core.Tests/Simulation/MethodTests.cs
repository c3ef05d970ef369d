using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Which programs the methods take, and what a result then gives.</summary>
public class MethodTests
{
    private const string Two = "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[3]; creg c[3]; ";
    private const string Three = "OPENQASM 3.0; include \"stdgates.inc\"; qubit[3] q; bit[3] c; ";

    [Theory]
    [InlineData(Two + "h q[0]; rz(pi/2) q[0]; rz(-3*pi/2) q[0]; rx(pi/2) q[1]; ry(-pi/2) q[2]; rzz(pi/2) q[0],q[1];")]
    [InlineData(Two + "u3(pi/2,0,pi) q[0]; u2(0,pi) q[1]; u1(1.5707963267948966) q[0]; cu1(pi) q[0],q[1]; cu3(pi,0,pi) q[0],q[1]; U(pi/2,0,pi) q[2]; CX q[2],q[0];")]
    [InlineData(Two + "h q[0]; crz(pi) q[0],q[1]; crz(2*pi) q[1],q[2]; h q[1];")]
    [InlineData(Three + "h q[0]; pow(2) @ t q[0]; inv @ pow(2) @ t q[1]; pow(1/2) @ x q[0]; pow(-6) @ tdg q[2]; pow(4) @ t q[1]; h q[1];")]
    [InlineData(Three + "h q[0]; ctrl @ pow(4) @ t q[0], q[1]; negctrl @ x q[0], q[1]; ctrl @ gphase(pi) q[0]; pow(2) @ ctrl @ s q[0], q[2]; h q[2];")]
    [InlineData(Three + "gate g(a) x, y { rz(a/2) x; cx x, y; u3(a/2, 0, 2*a) y; } h q[0]; g(pi) q[0], q[1]; pow(3) @ g(pi) q[1], q[2];")]
    public void Clifford_gates_are_known_however_they_are_written(string text)
    {
        var program = CircuitParser.Parse(text).Program!;
        var options = new EngineOptions { Method = SimulationMethod.Stabilizer };
        Assert.Null(ExecutionEstimate.Of(program, 8, options).MethodRefusal);
        var found = ResultCheck.Run(program, 8, 1, options);
        var expected = ResultCheck.Run(program, 8, 1, new EngineOptions { Method = SimulationMethod.Statevector });
        Assert.Equal(("stabilizer", "statevector"), (found.Engine.Method, expected.Engine.Method));
        foreach (var (key, value) in expected.ObservableExpectations)
        {
            Assert.Equal(value, found.ObservableExpectations[key], 1e-9);
        }

        foreach (var (key, value) in expected.BlochVectors)
        {
            Assert.Equal(value.X, found.BlochVectors[key].X, 1e-9);
            Assert.Equal(value.Y, found.BlochVectors[key].Y, 1e-9);
        }
    }

    [Theory]
    [InlineData(Three + "h q[0];\n  t q[1];", "op-0002", "'t'", "line 2, column 3")]
    [InlineData(Three + "h q;\nccx q[0], q[1], q[2];", "op-0004", "'ccx'", "line 2, column 1")]
    [InlineData(Three + "h q[0];\nctrl @ s q[0], q[1];", "op-0002", "'s'", "line 2, column")]
    [InlineData(Three + "c[0] = measure q[0];\nangle[8] a = 0; if (c[0]) { a = pi/2; }\nrz(a) q[1];", "known in a run only", "'rz'", "line 3, column 1")]
    public void What_the_stabilizer_method_cannot_take_is_named(string text, params string[] parts)
    {
        var estimate = ExecutionEstimate.Of(CircuitParser.Parse(text).Program!, 8, new EngineOptions { Method = SimulationMethod.Stabilizer });
        Assert.All(parts, part => Assert.Contains(part, estimate.Refusal(new EngineLimits()), StringComparison.Ordinal));
    }

    [Fact]
    public void Amplitudes_that_do_not_fit_are_refused_and_a_tableau_is_taken_by_itself()
    {
        var program = Chain(40);
        var refusal = ExecutionEstimate.Of(program, 8, new EngineOptions { Method = SimulationMethod.Statevector }).Refusal(new EngineLimits());
        Assert.Contains("40 qubits", refusal, StringComparison.Ordinal);
        Assert.Contains("4 GiB", refusal, StringComparison.Ordinal);
        Assert.Equal("stabilizer", ResultCheck.Run(program, 8, 1).Engine.Method);
    }

    [Fact]
    public void Beyond_reach_fields_are_left_out_with_a_warning_and_the_others_given()
    {
        var wide = ResultCheck.Run(Chain(200), 100, 3);
        Assert.Null(wide.Statevector);
        Assert.Equal(["The statevector is left out: 200 qubits are more than the cap of 16.", "Pair observables are left out: 200 qubits are more than the cap of 64."], wide.Warnings);
        Assert.Equal(200, wide.BlochVectors.Count);
        Assert.Equal(200, wide.ObservableExpectations.Count);
        Assert.Equal(1, wide.EntanglementEntropy["q7|rest"]);
        Assert.Equal(2, wide.Probabilities!.Count);
        Assert.Equal(100, wide.Counts!.Values.Sum());
        Assert.All(wide.Counts.Keys, key => Assert.Single(key.Distinct()));

        var pairs = ResultCheck.Run(Chain(64), 100, 3);
        Assert.Equal(1, pairs.ObservableExpectations["ZZ_q0_q63"]);
        Assert.Equal(0, pairs.ObservableExpectations["XX_q0_q63"]);
        Assert.Equal(64 + (64 * 63), pairs.ObservableExpectations.Count);
    }

    [Fact]
    public void Top_states_have_their_amplitudes_whatever_the_width()
    {
        var sketch = new ProgramSketch(300, 0).Gate("h", 0).Gate("sdg", 0).Gate("x", 299).Gate("z", 299);
        for (var qubit = 1; qubit < 299; qubit++)
        {
            sketch.Gate("cx", qubit - 1, qubit);
        }

        var top = ResultCheck.Run(sketch.Program(), 1, 0).TopBasisStates;
        Assert.Equal(["1" + new string('0', 299), new string('1', 300)], top.Select(state => state.State));
        Assert.Equal(["0.707106781187", "-0.707106781187j"], top.Select(state => state.Amplitude));
    }

    [Fact]
    public void Wide_enough_Clifford_programs_take_a_tableau_by_themselves()
    {
        Assert.Equal("statevector", ResultCheck.Run(Chain(16), 8, 1).Engine.Method);
        Assert.Equal("stabilizer", ResultCheck.Run(Chain(17), 8, 1).Engine.Method);

        // Each shot may be in a state of its own here, since a gate that is no Pauli hangs on an outcome.
        var sketch = new ProgramSketch(20, 20).Gate("h", 0);
        for (var qubit = 2; qubit < 20; qubit += 2)
        {
            sketch.Gate("h", qubit - 1).Gate("cx", qubit - 1, qubit).Gate("cx", qubit - 2, qubit - 1).Gate("h", qubit - 2)
                .Measure(qubit - 2, qubit - 2).Measure(qubit - 1, qubit - 1).If(qubit - 1, "sx", qubit).If(qubit - 2, "s", qubit);
        }

        var program = sketch.Measure(18, 18).Measure(19, 19).Program();
        Assert.Null(ExecutionEstimate.Of(program, 1_000).Refusal(new EngineLimits()));
        var found = ResultCheck.Run(program, 1_000, 5);
        Assert.Equal("stabilizer", found.Engine.Method);
        Assert.Equal(ResultCheck.Run(program, 1_000, 5, new EngineOptions { Method = SimulationMethod.Statevector }).Counts, found.Counts);
    }

    /// <summary>A state of all qubits 0 or all 1.</summary>
    private static CircuitProgram Chain(int qubits)
    {
        var sketch = new ProgramSketch(qubits, qubits).Gate("h", 0);
        for (var qubit = 1; qubit < qubits; qubit++)
        {
            sketch.Gate("cx", qubit - 1, qubit);
        }

        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Measure(qubit, qubit);
        }

        return sketch.Program();
    }
}
