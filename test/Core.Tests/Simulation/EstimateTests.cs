using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class EstimateTests
{
    [Fact]
    public void What_does_not_fit_is_refused_with_the_numbers()
    {
        var sketch = new ProgramSketch(36, 0);
        for (var qubit = 1; qubit < 36; qubit++)
        {
            sketch.Gate("t", qubit - 1).Gate("cx", qubit - 1, qubit);
        }

        var estimate = ExecutionEstimate.Of(sketch.Program(), 1);
        Assert.Equal(36, estimate.WidestGroup);
        Assert.Contains("36 qubits", estimate.Refusal(new EngineLimits()), StringComparison.Ordinal);
        Assert.Contains("GiB", estimate.Refusal(new EngineLimits()), StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_Clifford_programs_fit()
    {
        var sketch = new ProgramSketch(1000, 0).Gate("h", 0);
        for (var qubit = 1; qubit < 1000; qubit++)
        {
            sketch.Gate("cx", qubit - 1, qubit);
        }

        var estimate = ExecutionEstimate.Of(sketch.Program(), 1024);
        Assert.Equal(SimulationMethod.Stabilizer, estimate.Method);
        Assert.Null(estimate.Refusal(new EngineLimits()));
    }

    [Fact]
    public void The_stabilizer_method_is_refused_to_other_gates()
    {
        var estimate = ExecutionEstimate.Of(new ProgramSketch(1, 0).Gate("t", 0).Program(), 1, new EngineOptions { Method = SimulationMethod.Stabilizer });
        Assert.Contains("Clifford", estimate.Refusal(new EngineLimits()), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_shots_are_capped_by_time_and_memory_with_a_warning()
    {
        var sketch = new ProgramSketch(22, 0);
        for (var gate = 0; gate < 400; gate++)
        {
            sketch.Gate("t", gate % 22).Gate("h", gate % 22).Gate("cx", gate % 22, (gate + 1) % 22);
        }

        var estimate = ExecutionEstimate.Of(sketch.Program(), 1);
        var (shots, warning) = estimate.NoiseShotsWithin(new EngineLimits { MaximumNoiseSeconds = 10 }, 65_536);
        Assert.InRange(shots, 1, 100);
        Assert.Contains("capped", warning, StringComparison.Ordinal);
        (shots, warning) = estimate.NoiseShotsWithin(new EngineLimits { MaximumNoiseSeconds = 1e6, MaximumBytes = 5 * (long)estimate.BytesPerState }, 65_536);
        Assert.Equal(8, shots);
        Assert.Contains("GiB", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Outcomes_that_would_not_fit_are_refused_with_the_numbers()
    {
        var sketch = new ProgramSketch(1000, 1000);
        for (var qubit = 0; qubit < 1000; qubit++)
        {
            sketch.Gate("h", qubit).Measure(qubit, qubit);
        }

        var program = sketch.Program();
        Assert.Null(ExecutionEstimate.Of(program, 100_000).Refusal(new EngineLimits()));
        var refusal = ExecutionEstimate.Of(program, 1_000_000).Refusal(new EngineLimits());
        Assert.Contains("outcomes of all shots may take 9.59 GiB", refusal, StringComparison.Ordinal);
        Assert.Contains("4 GiB", refusal, StringComparison.Ordinal);
        var (shots, warning) = ExecutionEstimate.Of(program, 1).NoiseShotsWithin(new EngineLimits { MaximumBytes = 1L << 28 }, 65_536);
        Assert.InRange(shots, 10_000, 15_000);
        Assert.Contains("outcomes may take", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Trajectories_whose_errors_are_carried_cost_little()
    {
        var wide = new ProgramSketch(1000, 1000);
        for (var qubit = 1; qubit < 1000; qubit++)
        {
            wide.Gate("h", qubit - 1).Gate("cx", qubit - 1, qubit).Measure(qubit - 1, qubit - 1);
        }

        var (shots, warning) = ExecutionEstimate.Of(wide.Program(), 1024).NoiseShotsWithin(new EngineLimits(), 65_536);
        Assert.Equal((65_536, null), (shots, warning));

        ProgramSketch Tail(string gate)
        {
            var sketch = new ProgramSketch(20, 0);
            for (var step = 0; step < 400; step++)
            {
                sketch.Gate(step < 20 ? "t" : gate, step % 20).Gate("h", step % 20).Gate("cx", step % 20, (step + 1) % 20);
            }

            return sketch;
        }

        var clifford = ExecutionEstimate.Of(Tail("s").Program(), 1);
        var other = ExecutionEstimate.Of(Tail("t").Program(), 1);
        Assert.Equal(SimulationMethod.Statevector, clifford.Method);
        Assert.Equal(other.Seconds, clifford.Seconds, 1e-9);
        Assert.True(clifford.SecondsPerTrajectory < other.SecondsPerTrajectory / 5);
    }
}
