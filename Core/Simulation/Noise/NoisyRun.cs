using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The trajectories that the recorded answers describe, folded: outcomes, and fidelities to the ideal state.</summary>
internal sealed class NoisyRun : IRunSink
{
    private readonly CompiledProgram program;
    private readonly RecordedChance chance;
    private readonly QuantumState? ideal;
    private readonly IProgress<double>? progress;
    private readonly int shots;
    private readonly double agreement;
    private double mean;
    private double deviations;
    private int counted;
    private int done;

    private NoisyRun(CompiledProgram program, RecordedChance chance, int shots, QuantumState? ideal, EngineOptions options, IProgress<double>? progress)
    {
        this.program = program;
        agreement = options.Precision == Precision.Double ? 1e-9 : 1e-5;
        this.chance = chance;
        this.shots = shots;
        this.ideal = ideal;
        this.progress = progress;
        Tally = new OutcomeTally(program.Program, program.Structure.MeasuredQubits);
    }

    /// <summary>Outcomes as read.</summary>
    public OutcomeTally Tally { get; }

    /// <summary>What happened.</summary>
    public RecordedChance Chance => chance;

    /// <summary>Mean over the trajectories of |⟨ψ|φ⟩|².</summary>
    public double Fidelity => mean;

    /// <summary>The mean's standard error; the 95 % bound 3/shots where nothing happened and all agree, with the ideal or bent alike by damping; <see langword="null"/> for one trajectory that erred.</summary>
    public double? StandardError
    {
        get
        {
            if (chance.Errors == 0 && deviations <= shots * agreement * agreement)
            {
                return 3.0 / shots;
            }

            return shots < 2 ? null : Math.Sqrt(deviations / (shots - 1.0) / shots);
        }
    }

    /// <summary>|⟨ψ|φ⟩|² of shot 0.</summary>
    public double LeadFidelity { get; private set; }

    /// <summary>Folds the answers; <paramref name="ideal"/> is the final state of a program that isn't dynamic.</summary>
    public static NoisyRun Execute(
        CircuitProgram program, RecordedAnswers answers, int shots, QuantumState? ideal, EngineOptions options, CancellationToken cancellation, IProgress<double>? progress)
    {
        var compiled = new CompiledProgram(program, answers.Points, keepsResets: true);
        var chance = new RecordedChance(answers, shots);
        var run = new NoisyRun(compiled, chance, shots, ideal, options, progress);
        if (options.PauliFrames && compiled.Method(options) == SimulationMethod.Stabilizer && compiled.CarriesShots)
        {
            run.Carry(cancellation);
            return run;
        }

        var branch = Branch.Start(compiled, compiled.CreateState(options with { Cancellation = cancellation }), [.. Enumerable.Range(0, shots)], deferred: true, ideal: ideal is null);
        new TrajectoryWalker(compiled, chance, run, cancellation, options.PauliFrames).Run(branch);
        return run;
    }

    private void Carry(CancellationToken cancellation)
    {
        for (var first = 0; first < shots; first += FrameRun.MaximumShots)
        {
            var count = Math.Min(FrameRun.MaximumShots, shots - first);
            using var carried = new FrameRun(program, chance, first, count, noisy: true);
            carried.Run(cancellation);
            using (var whole = new StabilizerState(carried.Whole.Clone()))
            {
                var differences = carried.WholeFrames.Clone();
                differences.Multiply(carried.Ideal!);
                foreach (var (pauli, places) in differences.Groups())
                {
                    var expectation = pauli is null ? 1 : whole.Expectation(pauli);
                    foreach (var place in places)
                    {
                        Count(FrameRun.Has(carried.Impossible, place) ? 0 : expectation * expectation, 1, first + place);
                    }
                }
            }

            carried.Tally(Tally);
            progress?.Report((double)(first + count) / shots);
        }
    }

    /// <summary>Keeps mean and squared deviations as they grow: a difference of two sums would leave 1e-8 where all trajectories agree.</summary>
    private void Count(double fidelity, int number, int firstShot)
    {
        counted += number;
        var share = (double)number / counted;
        var away = fidelity - mean;
        mean += away * share;
        deviations += away * away * (1 - share) * number;
        if (firstShot == 0)
        {
            LeadFidelity = fidelity;
        }
    }

    public void Tail(Branch branch)
    {
        foreach (var (pauli, places) in branch.Frames?.Groups() ?? [(null, [.. Enumerable.Range(0, branch.Shots.Length)])])
        {
            Count(FidelityOf(branch, pauli), places.Count, branch.Shots[places[0]]);
        }

        TailSampling.Sample(program, branch, chance, Tally);
        done += branch.Shots.Length;
        progress?.Report((double)done / shots);
    }

    /// <summary>|⟨target|P φ⟩|².</summary>
    private double FidelityOf(Branch branch, PauliString? pauli)
    {
        var state = branch.Deferred!;
        if ((ideal ?? branch.Ideal) is not { } target)
        {
            return 0;
        }

        if (pauli is null)
        {
            return target == state ? 1 : target.Fidelity(state);
        }

        if (target == state || target.HasState(state))
        {
            var expectation = state.Expectation(pauli);
            return expectation * expectation;
        }

        using var moved = state.Clone();
        pauli.ApplyTo(moved);
        return target.Fidelity(moved);
    }
}
