using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a program will cost the engine, estimated before anything is spent.</summary>
public sealed record ExecutionEstimate
{
    private const double SecondsPerDraw = 1e-8;
    private const double BytesPerListedOutcome = 16;

    private ExecutionEstimate()
    {
    }

    /// <summary>The method that will be taken.</summary>
    public required SimulationMethod Method { get; init; }

    /// <summary>The most qubits that gates may join in one state.</summary>
    public required int WidestGroup { get; init; }

    /// <summary>The memory of the states of one run, in bytes.</summary>
    public required double BytesPerState { get; init; }

    /// <summary>The most memory that the ideal run and its analysis take at a time, in bytes; copies for histories that part are counted.</summary>
    public required double Bytes { get; init; }

    /// <summary>The memory that the shots' outcomes may take, in bytes, from drawing them to the result's text.</summary>
    public required double OutcomeBytes { get; init; }

    /// <summary>The memory that one more different outcome may take, in bytes.</summary>
    public required double BytesPerOutcome { get; init; }

    /// <summary>A bound on the different sequences of outcomes that the shots can have.</summary>
    public required double Histories { get; init; }

    /// <summary>Seconds of the ideal run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of one trajectory of the noise: run on its own up to where its errors can be carried.</summary>
    public required double SecondsPerTrajectory { get; init; }

    /// <summary>Why the method that was asked for can't take the program; <see langword="null"/> where it can.</summary>
    public string? MethodRefusal { get; init; }

    /// <summary>Estimates a program that is run with that many shots; run-time loops are taken to make up to 8 turns.</summary>
    public static ExecutionEstimate Of(CircuitProgram program, int shots, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        var walk = new CostWalk(program, shots);
        walk.Visit(program.Operations);
        var mayCarry = options.Method == SimulationMethod.Auto && (walk.Widest >= options.StabilizerFrom || (walk.Structure.IsDynamic && walk.Widest >= options.CarriedFrom));
        var compiled = mayCarry || options.Method == SimulationMethod.Stabilizer ? new CompiledProgram(program) : null;
        var copies = walk.Structure.IsDynamic ? Math.Min(Math.Log2(shots) + 2, walk.Histories + 1) : 1;
        var sampled = walk.Structure.IsSampledPerShot;
        var draws = (sampled ? walk.Draws : 1) * (double)shots * SecondsPerDraw;
        if (compiled is { IsClifford: true } && compiled.Method(options) == SimulationMethod.Stabilizer)
        {
            // Where shots are carried together, one run serves many of them, and a measurement costs each a few nanoseconds.
            var carried = compiled.CarriesShots ? (double)shots : 0;
            var tableau = (double)program.QubitCount * program.QubitCount / 2;
            return new ExecutionEstimate
            {
                Method = SimulationMethod.Stabilizer,
                WidestGroup = walk.Widest,
                BytesPerState = tableau,
                Bytes = tableau * (copies + 2),
                Histories = walk.Histories,
                Seconds = carried > 0 ? (walk.Tableau.Single * (1 + (shots / FrameRun.MaximumShots))) + draws : walk.Tableau.All + draws,
                OutcomeBytes = walk.OutcomeBytes,
                BytesPerOutcome = walk.BytesPerOutcome,
                SecondsPerTrajectory = carried > 0 ? walk.CarriedTrajectory : walk.Tableau.Single,
            };
        }

        // The analysis turns half of one group at a time into another basis, and lists its probabilities twice.
        var precision = options.Precision == Precision.Single ? 0.5 : 1;
        var analysis = Math.Pow(2, walk.Widest) * ((8 * precision) + 16);
        return new ExecutionEstimate
        {
            Method = SimulationMethod.Statevector,
            WidestGroup = walk.Widest,
            BytesPerState = walk.Bytes * precision,
            Bytes = (walk.Bytes * precision * copies) + analysis,
            Histories = walk.Histories,
            Seconds = walk.Amplitudes.All + draws,
            OutcomeBytes = walk.OutcomeBytes + (sampled ? 0 : Math.Pow(2, walk.Structure.MeasuredQubits.Length) * BytesPerListedOutcome),
            BytesPerOutcome = walk.BytesPerOutcome,
            SecondsPerTrajectory = walk.AmplitudesOfTrajectory,
            MethodRefusal = options.Method == SimulationMethod.Stabilizer ? compiled!.CliffordRefusal : null,
        };
    }

    /// <summary>The most memory that a result with that many noise trajectories takes at a time, in bytes: the ideal run, its outcomes, and trajectories that part, one inside the other.</summary>
    public double BytesWith(int noiseShots) => Bytes + OutcomeBytes + (BytesPerState * (2 + Math.Log2(Math.Max(1, noiseShots)))) + (BytesPerOutcome * noiseShots);

    /// <summary>Why the program can't be run within the limits, with the numbers; <see langword="null"/> where it can.</summary>
    public string? Refusal(EngineLimits limits)
    {
        if (MethodRefusal is not null)
        {
            return MethodRefusal;
        }

        if (Bytes > limits.MaximumBytes)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"The program joins {WidestGroup} qubits in one state and would need {Size(Bytes)} of memory; the limit is {Size(limits.MaximumBytes)}.");
        }

        if (Bytes + OutcomeBytes > limits.MaximumBytes)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"The outcomes of all shots may take {Size(OutcomeBytes)} of memory and the states {Size(Bytes)}; the limit is {Size(limits.MaximumBytes)}.");
        }

        return Seconds > limits.MaximumSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"The program is estimated to take {Seconds:0.#} s, with up to {Histories:0} histories of outcomes; the limit is {limits.MaximumSeconds:0.#} s.")
            : null;
    }

    /// <summary>How many of the trajectories asked for fit into the limits, and the warning where they are fewer.</summary>
    public (int Shots, string? Warning) NoiseShotsWithin(EngineLimits limits, int asked)
    {
        if (asked <= 1)
        {
            return (asked, null);
        }

        var byTime = limits.MaximumNoiseSeconds / Math.Max(SecondsPerTrajectory, 1e-9);
        if (byTime < asked)
        {
            var shots = Math.Max(1, (int)byTime);
            return (shots, string.Create(CultureInfo.InvariantCulture,
                $"Noise shots are capped at {shots} of {asked}: each is estimated to take {SecondsPerTrajectory:0.####} s, and {limits.MaximumNoiseSeconds:0.#} s are the limit."));
        }

        if (BytesPerOutcome * asked > limits.MaximumBytes / 2.0)
        {
            var shots = Math.Max(1, (int)(limits.MaximumBytes / 2.0 / BytesPerOutcome));
            return (shots, string.Create(CultureInfo.InvariantCulture,
                $"Noise shots are capped at {shots} of {asked}: their outcomes may take {Size(BytesPerOutcome * asked)} of memory, and half of {Size(limits.MaximumBytes)} are the limit."));
        }

        // Trajectories that part are run one inside the other, log2 of their number deep.
        var copies = (limits.MaximumBytes / Math.Max(BytesPerState, 1)) - 2;
        if (Math.Log2(asked) > copies)
        {
            var shots = Math.Max(1, (int)Math.Pow(2, Math.Max(0, Math.Floor(copies))));
            return (shots, string.Create(CultureInfo.InvariantCulture,
                $"Noise shots are capped at {shots} of {asked}: a copy of the state takes {Size(BytesPerState)}, and {Size(limits.MaximumBytes)} are the limit."));
        }

        return (asked, null);
    }

    private static string Size(double bytes) =>
        bytes >= 1L << 28
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.##} GiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0.##} MiB");
}
