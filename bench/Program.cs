using Orleans.QuantumMesh.Bench;
using Orleans.QuantumMesh.Bench.Engine;
using Orleans.QuantumMesh.Bench.Jobs;
using Orleans.QuantumMesh.Bench.Journal;
using Orleans.QuantumMesh.Bench.Libp2p;
using Orleans.QuantumMesh.Bench.Mesh;
using Orleans.QuantumMesh.Bench.Parser;
using Orleans.QuantumMesh.Bench.Planner;

IMeasurement[] measurements =
[
    new PlannerMeasurement(),
    new JournalMeasurement(),
    new ParserMeasurement(),
    new FuzzMeasurement(),
    new BombMeasurement(),
    new StreamMeasurement(),
    new FragmentMeasurement(),
    new JobMeasurement(),
    new SubmitMeasurement(),
    new EngineMeasurement(),
    new GateMeasurement(),
    new EngineWorker(),
    new StabilizerMeasurement(),
    new AnalysisMeasurement(),
    new SmallMeasurement(),
];
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
IMeasurement? chosen = measurements.FirstOrDefault(measurement => measurement.Name == args.FirstOrDefault());
if (chosen is null)
{
    Console.Error.WriteLine(args.Length == 0 ? "Name what to measure:" : $"There is no measurement called {args[0]}; there are:");
    foreach (IMeasurement measurement in measurements)
    {
        Console.Error.WriteLine($"  {measurement.Name,-12} {measurement.Description}");
    }

    return 2;
}

return await chosen.RunAsync(args[1..], stop.Token).ConfigureAwait(false);
