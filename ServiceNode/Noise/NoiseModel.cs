using System.Collections.Immutable;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>
/// Draws what happens to a fragment's qubits at one calibration: a pure function of the calibration and the dispatch (operations, hand-overs, shots, seed). Thread-safe.
/// </summary>
public sealed class NoiseModel
{
    private static readonly ImmutableSortedDictionary<string, double> NoParameters = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _offered;
    private readonly ImmutableSortedDictionary<string, double> _readout;
    private readonly ImmutableSortedDictionary<string, double> _damping;

    public NoiseModel(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        Calibration = calibration;
        _offered = [.. calibration.GateFidelities.Keys];
        _readout = NoParameters.Add("p01", calibration.ReadoutError).Add("p10", calibration.ReadoutError);
        _damping = NoParameters.Add("gamma", calibration.Damping);
    }

    /// <summary>The qualities that it draws from.</summary>
    public Calibration Calibration { get; }

    /// <summary>The gate that no offered service executes, or <see langword="null"/> when the node can execute the fragment.</summary>
    public string? FirstForeignGate(FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.ServiceType == ServiceCatalog.WholeProgram ? call.Operations.FirstOrDefault(o => ServiceOf(o) is null)?.Gate : null;
    }

    /// <summary>How many entries in lists of shots the answer has, on average.</summary>
    public double ExpectedHits(FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        double hits = call.Handoffs.Count * (1 - Calibration.LinkFidelity);
        foreach (FragmentOperation operation in call.Operations)
        {
            hits += ServiceCatalog.IsMeasurement(operation.Gate)
                ? operation.Qubits.Count * Calibration.ReadoutError
                : IsIdeal(operation) ? 0 : NoiseOf(operation, call.ServiceType).Probability;
        }

        return hits * call.Shots;
    }

    /// <summary>The answer's content: status <c>ok</c>, without times.</summary>
    public NodeAnswer Draw(FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        NoiseRun run = new(call);
        foreach (FragmentHandoff handoff in call.Handoffs)
        {
            HandOver(run, handoff.Qubit);
        }

        Dictionary<(string, int), (GateNoise, ImmutableSortedDictionary<string, double>)> known = [];
        foreach (FragmentOperation operation in call.Operations)
        {
            if (ServiceCatalog.IsMeasurement(operation.Gate))
            {
                Measure(run, operation);
            }
            else if (IsIdeal(operation))
            {
                run.Channel.Add(new NodeChannel(operation.OperationId, "ideal", NoParameters));
            }
            else
            {
                Apply(run, operation, known);
            }
        }

        return run.Finish();
    }

    private static bool IsIdeal(FragmentOperation operation) => operation.Qubits.Count == 0 || ServiceCatalog.IsOrchestration(operation.Gate);

    private static void Count(NoiseRun run, GateNoise noise)
    {
        run.LogFidelities += Math.Log(noise.AverageFidelity);
        run.Observed *= noise.ProcessFidelity;
        run.Gates++;
    }

    private void HandOver(NoiseRun run, int qubit)
    {
        string? first = run.Call.Operations.FirstOrDefault(o => o.Qubits.Contains(qubit))?.OperationId;
        GateNoise noise = GateNoise.ForLink(Calibration.LinkFidelity);
        NoiseRandom random = run.Streams.Open($"link:{qubit}", 'l');
        PauliSampler.Add(run.Errors, ref random, first, "link", [qubit], noise.Probability, run.Call.Shots);
        run.Channel.Add(new NodeChannel(first, "link", NoParameters.Add("qubit", qubit).Add("p", noise.Probability)));
        Count(run, noise);
    }

    private void Measure(NoiseRun run, FragmentOperation operation)
    {
        bool resets = operation.Gate == "reset";
        foreach (int qubit in operation.Qubits)
        {
            ImmutableArray<int> flips = [];
            if (!resets)
            {
                NoiseRandom random = run.Streams.Open($"{operation.OperationId}:{qubit}", 'r');
                flips = PauliSampler.Shots(ref random, Calibration.ReadoutError, run.Call.Shots);
            }

            run.Measurements.Add(new NodeMeasurement(operation.OperationId, qubit, run.Streams.DrawSeed(operation.OperationId, qubit), flips));
        }

        run.Channel.Add(resets ? new NodeChannel(operation.OperationId, "ideal", NoParameters) : new NodeChannel(operation.OperationId, "readout", _readout));
    }

    private void Apply(NoiseRun run, FragmentOperation operation, Dictionary<(string, int), (GateNoise Noise, ImmutableSortedDictionary<string, double> Parameters)> known)
    {
        (string, int) key = (run.Call.ServiceType == ServiceCatalog.WholeProgram ? ServiceOf(operation) ?? "" : "", operation.Qubits.Count);
        if (!known.TryGetValue(key, out (GateNoise Noise, ImmutableSortedDictionary<string, double> Parameters) of))
        {
            GateNoise noise = NoiseOf(operation, run.Call.ServiceType);
            of = (noise, NoParameters.Add("p", noise.Probability));
            known.Add(key, of);
        }

        NoiseRandom random = run.Streams.Open(operation.OperationId, 'g');
        PauliSampler.Add(run.Errors, ref random, operation.OperationId, "pauli", [.. operation.Qubits], of.Noise.Probability, run.Call.Shots);
        run.Channel.Add(new NodeChannel(operation.OperationId, "depolarising", of.Parameters));
        Count(run, of.Noise);
        if (Calibration.Damping > 0)
        {
            foreach (int qubit in operation.Qubits)
            {
                run.Damping.Add(new NodeDamping(operation.OperationId, qubit, Calibration.Damping, run.Streams.DrawSeed(operation.OperationId, qubit, "damping")));
            }

            run.Channel.Add(new NodeChannel(operation.OperationId, "damping", _damping));
        }
    }

    /// <summary>The service under which an operation of a whole program is executed: the one that it names, else what its gate leads to; <see langword="null"/> where it isn't offered.</summary>
    private string? ServiceOf(FragmentOperation operation) =>
        operation.ServiceType is not { Length: > 0 } named ? ServiceCatalog.Resolve(operation.Gate, _offered)
            : _offered.Contains(named) ? named : null;

    private GateNoise NoiseOf(FragmentOperation operation, string serviceType)
    {
        string type = serviceType == ServiceCatalog.WholeProgram ? ServiceOf(operation) ?? "" : serviceType;
        double fidelity = Calibration.GateFidelities.GetValueOrDefault(type, 1);
        return GateNoise.ForFidelity(fidelity, operation.Qubits.Count, Calibration.Damping);
    }
}
