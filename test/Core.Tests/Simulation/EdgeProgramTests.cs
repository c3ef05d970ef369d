using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Programs at the edges of the contract's rules, against values by hand.</summary>
public class EdgeProgramTests
{
    private const string Head = "OPENQASM 3; include \"stdgates.inc\"; ";

    [Theory]
    [InlineData("x q[0]; crz(2*pi) q[0], q[1];", "01")]
    [InlineData("x q[0]; crx(2*pi) q[0], q[1];", "01")]
    [InlineData("x q[0]; crx(pi) q[0], q[1];", "11")]
    [InlineData("x q[0]; ctrl @ U(0, pi, pi) q[0], q[1];", "01")]
    [InlineData("negctrl @ gphase(0.3) q[0]; x q[1];", "10")]
    [InlineData("x q[0]; pow(4) @ crx(pi) q[0], q[1];", "01")]
    public void A_gate_whose_control_is_known_to_hold_may_be_nothing_but_a_phase(string body, string outcome)
    {
        var result = Run($"{Head}qubit[2] q; bit[2] c; {body} c = measure q;", 16);

        Assert.Equal(new Dictionary<string, long> { [outcome] = 16 }, result.Counts);
    }

    [Theory]
    [InlineData("if (out == 0) c[0] = measure q;")]
    [InlineData("if (out == 0) c[0] = measure q; if (out == 1) out[0] = 1;")]
    [InlineData("uint[1] k = uint[1](out); if (k == 0) c[0] = measure q; out[0] = 0;")]
    [InlineData("switch (uint[1](c)) { case 0 { c[0] = measure q; } default { out[0] = 1; } }")]
    public void A_terminal_measurement_under_a_condition_that_holds_is_like_any_other(string body)
    {
        var result = Run($"{Head}qubit q; bit[1] c; bit[1] out; h q; {body}", 1024);

        Assert.Equal(new Dictionary<string, long> { ["0"] = 487, ["1"] = 537 }, result.Counts);
        Assert.Equal(new Dictionary<string, long> { ["0 0"] = 487, ["0 1"] = 537 }, result.ClassicalCounts);
        Assert.DoesNotContain(result.Warnings, warning => warning.Contains("shot 0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("if (out == 1) c[0] = measure q[0]; c[1] = measure q[1];")]
    [InlineData("if (out == 1) c[0] = measure q[0]; out[0] = 0; c[1] = measure q[1];")]
    [InlineData("c[1] = measure q[1]; if (out == 1) c[0] = measure q[0]; if (c2) out[0] = 1;")]
    public void A_terminal_measurement_that_a_condition_skips_writes_nothing_and_counts_as_0(string body)
    {
        var result = Run($"{Head}qubit[2] q; bit[2] c; bit[1] out; bit c2; h q[0]; x q[1]; {body}", 64);

        Assert.Equal(64, result.Counts![result.MeasuredQubits![0] == 0 ? "10" : "01"]);
        Assert.Equal(new Dictionary<string, long> { ["0 0 10"] = 64 }, result.ClassicalCounts);
    }

    [Fact]
    public void Trajectories_that_agree_have_no_spread()
    {
        for (var step = 1; step <= 50; step++)
        {
            var program = new ProgramSketch(1, 0).Gate("rx", [0.05 * step], [0]).Program();
            var result = Fold(program, 5, ProgramSketch.Record("frag-0001", errors: [new NodeError("op-0001", "pauli", [0], "Z", [0, 1, 2, 3, 4])]));

            Assert.Equal(Math.Pow(Math.Cos(0.05 * step), 2), result.Fidelity.FidelityToTargetState!.Value, 1e-11);
            Assert.Equal(0, result.Fidelity.StandardError);
        }
    }

    [Fact]
    public void Damping_after_a_terminal_measurement_of_the_partner_bends_the_state_before_it_in_every_trajectory()
    {
        // A Bell pair's second half is measured (1, 0, 0, 0), then its first half damped: nobody jumps, though three know their qubit to be 0.
        var program = new ProgramSketch(2, 1).Gate("h", 0).Gate("cx", 0, 1).Measure(1, 0).Gate("z", 0).Program();
        var result = Fold(
            program,
            4,
            ProgramSketch.Record("frag-0001"),
            ProgramSketch.Record("frag-0002"),
            ProgramSketch.Record("frag-0003", measurements: [new NodeMeasurement("op-0003", 1, 0, [])]),
            ProgramSketch.Record("frag-0004", damping: [new NodeDamping("op-0004", 0, 0.5, 0)]));

        Assert.Equal(new Dictionary<string, long> { ["0"] = 3, ["1"] = 1 }, result.Noise.Counts);
        Assert.Equal(0, result.Noise.ErrorsTotal);
        Assert.Equal(Math.Pow(1 + Math.Sqrt(0.5), 2) / 4 / 0.75, result.Fidelity.FidelityToTargetState!.Value, 1e-11);
        Assert.Equal(3.0 / 4, result.Fidelity.StandardError);
    }

    private static QuantumResult Fold(CircuitProgram program, int shots, params FragmentRecord[] records) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [.. records],
            Shots = 1,
            Seed = 0,
            NoiseShots = shots,
        },
        TestContext.Current.CancellationToken);

    private static QuantumResult Run(string text, int shots)
    {
        var parsed = CircuitParser.Parse(text);
        Assert.True(parsed.IsAccepted, string.Join("; ", parsed.Diagnostics));
        return ResultCheck.Run(parsed.Program, shots, 0);
    }
}
