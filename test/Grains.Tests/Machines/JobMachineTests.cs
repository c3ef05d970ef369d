using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests.Machines;

/// <summary>The job's machine, every state with every event.</summary>
public sealed class JobMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JobEvent[] Events =
    [
        Submitted(), new JobCompiling(), Planned(), new JobExecuting(), new JobCompleted { ResultHash = "ab" }, new JobFailed { Error = "why" }, new JobCancelled { By = "me" },
        Waiting(1), Dispatched(1), Failed(1), Executed(1), Superseded(1),
    ];

    // What each state, brought about by the events listed, makes of each event: the next state, or nothing where it is refused.
    private static readonly Dictionary<string, (JobEvent[] Path, Dictionary<string, JobState> Allowed)> Table = new()
    {
        ["none"] = ([], new() { ["job.submitted"] = JobState.Queued }),
        ["queued"] = ([Submitted()], Ends(new() { ["job.compiling"] = JobState.Compiling })),
        ["compiling"] = ([Submitted(), new JobCompiling()], Ends(new() { ["job.planned"] = JobState.Reserving })),
        ["reserving"] = (
            [Submitted(), new JobCompiling(), Planned()],
            Ends(new()
            {
                ["job.executing"] = JobState.Executing,
                ["fragment.waiting"] = JobState.Reserving,
                ["fragment.dispatched"] = JobState.Executing,
                ["fragment.attempt_failed"] = JobState.Reserving,
            })),
        ["dispatched"] = (
            [Submitted(), new JobCompiling(), Planned(), Dispatched(1)],
            Ends(new()
            {
                ["fragment.attempt_failed"] = JobState.Executing,
                ["fragment.executed"] = JobState.Executing,
            })),
        ["attempt failed"] = (
            [Submitted(), new JobCompiling(), Planned(), Dispatched(1), Failed(1)],
            Ends(new()
            {
                ["job.completed"] = JobState.Completed,
                ["fragment.superseded"] = JobState.Executing,
            })),
        ["executed"] = (
            [Submitted(), new JobCompiling(), Planned(), Dispatched(1), Executed(1)],
            Ends(new() { ["job.completed"] = JobState.Completed })),
        ["completed"] = ([Submitted(), new JobCompiling(), Planned(), Dispatched(1), Executed(1), new JobCompleted { ResultHash = "ab" }], []),
        ["failed"] = ([Submitted(), new JobFailed { Error = "why" }], []),
        ["cancelled"] = ([Submitted(), new JobCancelled { By = "me" }], []),
    };

    public static TheoryData<string> States => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_event_is_taken_or_refused_as_the_table_has_it(string name)
    {
        (JobEvent[] path, Dictionary<string, JobState> allowed) = Table[name];
        JobMachineState state = Fold(path);

        foreach (JobEvent jobEvent in Events)
        {
            Transition<JobMachineState> transition = JobMachine.Apply(state, jobEvent, At);
            string eventName = EventJson.Shared.NameOf(jobEvent);
            if (allowed.TryGetValue(eventName, out JobState next))
            {
                Assert.False(transition.IsRefused, $"{name} takes {eventName}");
                Assert.Equal(next, transition.State!.State);
            }
            else
            {
                Assert.True(transition.IsRefused, $"{name} refuses {eventName}");
            }
        }
    }

    [Fact]
    public void A_later_attempt_follows_a_failed_one_and_an_earlier_never_does()
    {
        JobMachineState failed = Fold(Submitted(), new JobCompiling(), Planned(), Dispatched(1), Failed(1));

        Assert.False(JobMachine.Apply(failed, Dispatched(2), At).IsRefused);
        Assert.True(JobMachine.Apply(failed, Dispatched(1), At).IsRefused);
    }

    [Fact]
    public void An_answer_to_another_execution_is_refused()
    {
        JobMachineState dispatched = Fold(Submitted(), new JobCompiling(), Planned(), Dispatched(1));

        Assert.True(JobMachine.Apply(dispatched, Executed(1) with { ExecutionId = "exec-other" }, At).IsRefused);
    }

    [Fact]
    public void Turns_of_a_loop_add_to_the_total()
    {
        JobMachineState state = Fold(
            Submitted(), new JobCompiling(), Planned(),
            Dispatched(1) with { FragmentId = "frag-0001.1" }, Executed(1) with { FragmentId = "frag-0001.1" },
            Dispatched(1) with { FragmentId = "frag-0001.2" });

        Assert.Equal(2, state.Progress.TotalFragments);
        Assert.Equal(1, state.Progress.CompletedFragments);
        Assert.Equal(1, state.Progress.ActiveFragments);
    }

    [Fact]
    public void Every_event_reads_back_as_it_was_written()
    {
        foreach (JobEvent jobEvent in Events)
        {
            string text = EventJson.Shared.Write(jobEvent);
            JobEvent read = EventJson.Shared.Read<JobEvent>(EventJson.Shared.NameOf(jobEvent), text);
            Assert.Equal(text, EventJson.Shared.Write(read));
        }
    }

    private static JobMachineState Fold(params JobEvent[] events) =>
        events.Aggregate(JobMachineState.None, (state, jobEvent) => JobMachine.Apply(state, jobEvent, At).State!);

    private static Dictionary<string, JobState> Ends(Dictionary<string, JobState> own)
    {
        own["job.failed"] = JobState.Failed;
        own["job.cancelled"] = JobState.Cancelled;
        return own;
    }

    private static JobSubmitted Submitted() => new()
    {
        Owner = "local",
        Submission = new JobSubmission { Circuit = "qubit q;", Seed = UInt128.MaxValue },
        Deadline = At.AddSeconds(600),
    };

    private static JobPlanned Planned()
    {
        var fragment = new Fragment { FragmentId = "frag-0001", ServiceType = "hadamard", Qubits = [0], OperationIds = ["op-0001"], Dependencies = [], Depth = 1, StageIndex = 0 };
        return new JobPlanned
        {
            NoiseShots = 256,
            Plan = new ExecutionPlan
            {
                PlanId = "plan-1",
                ContentHash = "00",
                Mode = ExecutionMode.Distributed,
                FragmentOrder = ["frag-0001"],
                Fragments = ImmutableSortedDictionary<string, Fragment>.Empty.Add("frag-0001", fragment),
                Assignments = ImmutableSortedDictionary<string, FragmentAssignment>.Empty,
                Stages = [],
                Blocks = ImmutableSortedDictionary<string, PlanBlock>.Empty,
                Ebits = 0,
                QualitySnapshotId = "quality-1",
            },
        };
    }

    private static FragmentWaiting Waiting(int attempt) => new() { FragmentId = "frag-0001", Attempt = attempt, NodeId = "node" };

    private static FragmentDispatched Dispatched(int attempt) => new()
    {
        FragmentId = "frag-0001",
        Attempt = attempt,
        NodeId = "node",
        ReservationId = "res-1",
        ReservationToken = "token",
        ExecutionId = "exec-1",
        ReadyAt = At,
        RequestedAt = At,
        PreparedAt = At,
    };

    private static FragmentAttemptFailed Failed(int attempt) => new()
    {
        FragmentId = "frag-0001",
        Attempt = attempt,
        NodeId = "node",
        Status = FragmentStatus.Timeout,
        Error = "late",
        ReservationId = "res-1",
        Reservation = ReservationState.Canceled,
    };

    private static FragmentExecuted Executed(int attempt) => new()
    {
        FragmentId = "frag-0001",
        Attempt = attempt,
        NodeId = "node",
        ExecutionId = "exec-1",
        AnswerText = "{}",
        Signature = "AA==",
        CommittedAt = At,
    };

    private static FragmentSuperseded Superseded(int attempt) => new()
    {
        FragmentId = "frag-0001",
        Attempt = attempt,
        NodeId = "node",
        ExecutionId = "exec-1",
        AnswerText = "{}",
        Signature = "AA==",
    };
}
