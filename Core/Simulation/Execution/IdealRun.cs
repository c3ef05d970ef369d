using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The errorless run of all shots: their outcomes, and the state of shot 0 just before its terminal measurements.</summary>
internal sealed class IdealRun : IRunSink, IDisposable
{
    private readonly CompiledProgram program;
    private readonly OutcomeTally tally;
    private Chance? chance;

    /// <summary>The measurements that no condition skipped, each the only one of its qubit; a skipped one writes no bit and counts as 0.</summary>
    private MeasureOperation[] acted = [];

    private IdealRun(CompiledProgram program)
    {
        this.program = program;
        tally = new OutcomeTally(program.Program, program.Structure.MeasuredQubits);
    }

    /// <summary>How the program measures.</summary>
    public MeasurementStructure Structure => program.Structure;

    /// <summary>The outcomes of all shots.</summary>
    public OutcomeTally Tally => tally;

    /// <summary>The state of shot 0 before terminal measurements.</summary>
    public QuantumState State { get; private set; } = null!;

    /// <summary>How many different histories the shots had up to the tail.</summary>
    public int Histories { get; private set; }

    /// <summary>Runs a program.</summary>
    public static IdealRun Execute(CompiledProgram program, int shots, UInt128 seed, EngineOptions options, CancellationToken cancellation)
    {
        var run = new IdealRun(program);
        try
        {
            run.Run(shots, seed, options, cancellation);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private void Run(int shots, UInt128 seed, EngineOptions options, CancellationToken cancellation)
    {
        var perShot = Structure.IsSampledPerShot;
        if (perShot && options.PauliFrames && program.Method(options) == SimulationMethod.Stabilizer && program.CarriesShots)
        {
            Carry(shots, seed, cancellation);
            return;
        }

        chance = new ShotChance(seed, perShot ? shots : 1);
        var branch = Branch.Start(program, program.CreateState(options with { Cancellation = cancellation }), [.. Enumerable.Range(0, perShot ? shots : 1)], deferred: true, ideal: false);
        new TrajectoryWalker(program, chance, this, cancellation).Run(branch);
        if (!perShot)
        {
            SampleJointly(shots, seed);
        }
    }

    private void Carry(int shots, UInt128 seed, CancellationToken cancellation)
    {
        chance = new ShotChance(seed, shots);
        for (var first = 0; first < shots; first += FrameRun.MaximumShots)
        {
            using var run = new FrameRun(program, chance, first, Math.Min(FrameRun.MaximumShots, shots - first), noisy: false);
            run.Run(cancellation);
            if (first == 0)
            {
                State = new StabilizerState(run.Whole.Clone());
                run.WholeFrames.Frame(0).ApplyTo(State);
            }

            run.Tally(tally);
        }

        Histories = 1;
    }

    public void Tail(Branch branch)
    {
        Histories++;
        if (Structure.IsSampledPerShot)
        {
            TailSampling.Sample(program, branch, chance!, tally);
        }
        else
        {
            SharedBits = branch.Memory.Bits.ToArray();
            acted =
            [
                .. program.Program.Operations.OfType<MeasureOperation>().Where(measure => branch.Outcomes[measure.Qubits[0]] >= 0),
                .. program.Tail.OfType<MeasureOperation>().Where(measure => measure.Condition is null || measure.Condition.Evaluate(branch.Memory).IsTrue),
            ];
        }

        if (branch.Shots[0] == 0)
        {
            State = branch.TakeDeferred();
        }
    }

    public void Dispose() => State?.Dispose();

    private bool[] SharedBits { get; set; } = [];

    private void SampleJointly(int shots, UInt128 seed)
    {
        var outcomes = new sbyte[program.Program.QubitCount];
        if (Structure.MeasuredQubits.IsEmpty)
        {
            tally.Add(outcomes, SharedBits, shots);
            return;
        }

        var places = Array.ConvertAll(acted, measure => Structure.MeasuredQubits.IndexOf(measure.Qubits[0]));
        foreach (var (outcome, count) in Counted(State.SampleJointly(Structure.MeasuredQubits.AsSpan(), shots, seed)))
        {
            foreach (var (place, measure) in places.Zip(acted))
            {
                var one = ((outcome >> place) & 1) != 0;
                outcomes[measure.Qubits[0]] = (sbyte)(one ? 1 : 0);
                SharedBits[measure.Bit] = one;
            }

            tally.Add(outcomes, SharedBits, count);
        }
    }

    private static IEnumerable<(int Outcome, int Count)> Counted(int[] outcomes)
    {
        Array.Sort(outcomes);
        for (var start = 0; start < outcomes.Length;)
        {
            var end = start + 1;
            while (end < outcomes.Length && outcomes[end] == outcomes[start])
            {
                end++;
            }

            yield return (outcomes[start], end - start);
            start = end;
        }
    }
}
