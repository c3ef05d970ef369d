using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Runs a program's gates alone, as often as asked: the state before terminal measurements of a program that isn't dynamic.</summary>
public sealed class CircuitRunner
{
    private readonly CompiledProgram program;
    private readonly EngineOptions options;

    /// <summary>Prepares a program; an <see cref="ArgumentException"/> where it is dynamic.</summary>
    public CircuitRunner(CircuitProgram program, EngineOptions options)
    {
        this.options = options with { Method = SimulationMethod.Statevector };
        this.program = new CompiledProgram(program);
        if (this.program.Structure.IsDynamic)
        {
            throw new ArgumentException("The program measures or resets before its end, so that it has no one state.", nameof(program));
        }
    }

    /// <summary>Runs the gates from |0…0⟩.</summary>
    public FinalState Run(CancellationToken cancellation)
    {
        var sink = new Sink();
        var state = program.CreateState(options with { Cancellation = cancellation });
        var branch = Branch.Start(program, state, [0], deferred: false, ideal: false);
        new TrajectoryWalker(program, new ShotChance(0, 1), sink, cancellation).Run(branch);
        return sink.State!;
    }

    private sealed class Sink : IRunSink
    {
        public FinalState? State { get; private set; }

        public void Tail(Branch branch) => State = new FinalState(((ComponentState)branch.State).ToWhole());
    }
}
