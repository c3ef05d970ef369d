using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class CancellationTests
{
    [Fact]
    public void A_cancelled_run_ends_without_a_result()
    {
        using var cancellation = new CancellationTokenSource();
        var program = RandomPrograms.Any(18, 400, 7);
        var plan = ProgramSketch.Plan(program);
        Assert.ThrowsAny<OperationCanceledException>(() => ResultBuilder.Build(
            new ResultRequest { Program = program, Plan = plan, Fragments = [], Shots = 1, Seed = 0, NoiseShots = 0, Warnings = [] },
            Cancelled(cancellation)));
    }

    [Fact]
    public void Progress_runs_up_to_one()
    {
        var program = new ProgramSketch(2, 2).Gate("h", 0).Measure(0, 0).If(0, "x", 1).Measure(1, 1).Program();
        var seen = new List<double>();
        ResultBuilder.Build(
            new ResultRequest
            {
                Program = program,
                Plan = ProgramSketch.Plan(program),
                Fragments =
                [
                    ProgramSketch.Record("frag-0001"),
                    ProgramSketch.Record("frag-0002", measurements: [new NodeMeasurement("op-0002", 0, 0, [])]),
                    ProgramSketch.Record("frag-0003"),
                    ProgramSketch.Record("frag-0004", measurements: [new NodeMeasurement("op-0004", 1, 0, [])]),
                ],
                Shots = 8,
                Seed = 0,
                NoiseShots = 4,
            },
            TestContext.Current.CancellationToken,
            new Recorder(seen));
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1], 1e-9);
    }

    private static CancellationToken Cancelled(CancellationTokenSource source)
    {
        source.Cancel();
        return source.Token;
    }

    private sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }
}
