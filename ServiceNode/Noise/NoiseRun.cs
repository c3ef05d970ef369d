using System.Collections.Immutable;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The lists of one fragment while they are drawn.</summary>
internal sealed class NoiseRun(FragmentCall call)
{
    public FragmentCall Call { get; } = call;

    public NoiseStreams Streams { get; } = new(call.Seed);

    public ImmutableArray<NodeError>.Builder Errors { get; } = ImmutableArray.CreateBuilder<NodeError>();

    public ImmutableArray<NodeDamping>.Builder Damping { get; } = ImmutableArray.CreateBuilder<NodeDamping>();

    public ImmutableArray<NodeChannel>.Builder Channel { get; } = ImmutableArray.CreateBuilder<NodeChannel>(call.Operations.Count);

    public ImmutableArray<NodeMeasurement>.Builder Measurements { get; } = ImmutableArray.CreateBuilder<NodeMeasurement>();

    public double LogFidelities { get; set; }

    public double Observed { get; set; } = 1;

    public int Gates { get; set; }

    public NodeAnswer Finish() => new()
    {
        ExecutionId = Call.ExecutionId,
        Status = "ok",
        ObservedFidelity = Math.Round(Observed, 12),
        OperationFidelity = Gates == 0 ? 1 : Math.Round(Math.Exp(LogFidelities / Gates), 12),
        Errors = Errors.DrainToImmutable(),
        Damping = Damping.DrainToImmutable(),
        Channel = Channel.DrainToImmutable(),
        Measurements = Measurements.DrainToImmutable(),
    };
}
