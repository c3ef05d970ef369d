using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Takes a small circuit through what a job computes (reading, planning, events, simulation, result) while the silo starts, so that the first job finds all of it compiled.
/// Nothing of it is kept or shown: there is no job, no event and no node behind it.
/// </summary>
public sealed partial class JobPathWarmUp : BackgroundService
{
    private const string Circuit =
        "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[3] q;\nbit[3] c;\nh q[0];\ncx q[0], q[1];\nrz(pi / 4) q[1];\ncz q[1], q[2];\nc[0] = measure q[0];\nif (c[0] == 1) { x q[2]; }\nc[1] = measure q[1];\nc[2] = measure q[2];\n";

    private const string Node = "warm-up";
    private static readonly string[] Services = ["hadamard", "cnot", "cz", "measurement_feedforward", "programmable_gate"];

    private readonly JobServices services;
    private readonly ILogger log;

    internal JobPathWarmUp(JobServices services, ILogger<JobPathWarmUp> log)
    {
        this.services = services;
        this.log = log;
    }

    /// <summary>Goes the way once, and gives the length in bytes of the result document at its end.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        DateTimeOffset now = services.Clock.GetUtcNow();
        var submission = new JobSubmission { Circuit = Circuit, Shots = 64, NoiseShots = 16 };
        var program = new ParsedProgram(CircuitParser.Parse(Circuit, services.Options.Circuits).Program!);
        ExecutionEstimate.Of(program.Program, submission.Shots, EngineChoice.Of(submission)).NoiseShotsWithin(services.Limits, submission.NoiseShots);
        PlanningOptions options = JobPlanning.Options(submission, services.Options.Planning);
        ExecutionPlan plan = services.Planners.Find(submission.Planner)!.Plan(program.Program, Mesh(), options).Plan! with { PlanId = Node };
        JobPlanning.SlotsOf(plan);
        JobMachineState state = JobMachineState.None;
        var records = new List<FragmentRecord>();
        Take(new JobSubmitted { Owner = Node, Submission = submission, Deadline = now });
        Take(new JobCompiling());
        Take(new JobPlanned { Plan = plan, NoiseShots = submission.NoiseShots });
        foreach (string id in plan.FragmentOrder)
        {
            FragmentOperations.Of(plan.Fragments[id], program, _ => null);
            string answer = Encoding.UTF8.GetString(NodeAnswerJson.Write(AnswerOf(id, plan.Fragments[id], program)));
            Take(new FragmentDispatched
            {
                FragmentId = id,
                Attempt = 1,
                NodeId = Node,
                ReservationId = id,
                ReservationToken = Node,
                ExecutionId = id,
                ReadyAt = now,
                RequestedAt = now,
                PreparedAt = now,
            });
            Take(new FragmentExecuted { FragmentId = id, Attempt = 1, NodeId = Node, ExecutionId = id, AnswerText = answer, Signature = string.Empty, CommittedAt = now });
            records.Add(new FragmentRecord { FragmentId = id, NodeId = Node, Answer = NodeAnswerJson.Read(answer) });
        }

        ResultRequest request = ResultAssembler.RequestOf(program, plan, [.. records], submission, state, services.Limits);
        byte[] result = FragmentResultsJson.Write(state, plan, program, QuantumResultJson.Serialize(ResultBuilder.Build(request, cancellationToken)));
        ResultSummary.Of(result);
        return result.Length;

        void Take(JobEvent jobEvent)
        {
            JobMachineState before = state;
            state = JobMachine.Apply(state, jobEvent, now).State!;
            EventJson.Shared.Read<JobEvent>(EventJson.Shared.NameOf(jobEvent), EventJson.Shared.Write(jobEvent));
            _ = JobRows.Of(Node, before, jobEvent, now).Count();
            JobRows.Job(Node, state);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!services.Options.WarmUp)
        {
            return;
        }

        try
        {
            await services.Compute.Quick(Run, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The silo ends before it was ready.
        }
#pragma warning disable CA1031 // What can't be warmed up is compiled when it is needed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogCold(error);
        }
    }

    private static NodeAnswer AnswerOf(string executionId, Fragment fragment, ParsedProgram program)
    {
        Operation[] operations = [.. fragment.OperationIds.Select(id => program.Operations[id])];
        return new NodeAnswer
        {
            ExecutionId = executionId,
            Status = "ok",
            ObservedFidelity = 1,
            OperationFidelity = 1,
            Errors = [.. operations.OfType<GateOperation>().Select(gate => new NodeError(gate.OperationId, "pauli", [gate.Qubits[0]], "X", [gate.Number]))],
            Measurements = [.. operations.OfType<MeasureOperation>().Select(measure => new NodeMeasurement(measure.OperationId, measure.Qubits[0], (ulong)measure.Number, []))],
        };
    }

    private static MeshSnapshot Mesh() => new(
    [
        new NodeOffer
        {
            NodeId = Node,
            LinkFidelity = 0.99,
            Capacity = 1,
            Services = [.. Services.Select(service => new ServiceOffer { ServiceType = service, Fidelity = 0.99, QubitMin = 1, QubitMax = 8, Availability = true })],
        },
    ]);

    [LoggerMessage(LogLevel.Debug, "The first job will take longer: the warm-up of what a job computes failed")]
    private partial void LogCold(Exception error);
}
