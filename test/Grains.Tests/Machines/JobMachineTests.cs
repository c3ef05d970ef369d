using System.Collections.Immutable;
using CsCheck;
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
        Waiting(1), Dispatched(1), Failed(1), Executed(1), Split(1), Superseded(1),
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
                ["fragment.split"] = JobState.Executing,
            })),
        ["split"] = (
            [Submitted(), new JobCompiling(), Planned(), Dispatched(1), Split(1)],
            Ends(new() { ["job.completed"] = JobState.Completed })),
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
            var transition = JobMachine.Apply(state, jobEvent, At);
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

    // What a part, brought about by the events listed, makes of each event of its own attempt 2; its whole takes none.
    private static readonly Dictionary<string, (FragmentEvent[] Path, string[] Allowed)> Parts = new()
    {
        ["new"] = ([], ["fragment.waiting", "fragment.dispatched", "fragment.attempt_failed", "fragment.superseded"]),
        ["dispatched"] = ([Dispatched(2)], ["fragment.attempt_failed", "fragment.executed", "fragment.split"]),
        ["failed"] = ([Dispatched(2), Failed(2)], ["fragment.superseded"]),
        ["executed"] = ([Dispatched(2), Executed(2)], []),
        ["split"] = ([Dispatched(2), Split(2) with { Operations = 3, FirstOperations = 1 }], []),
    };

    public static TheoryData<string> PartStates => [.. Parts.Keys];

    [Theory]
    [MemberData(nameof(PartStates))]
    public void A_part_goes_a_fragments_way_and_its_whole_no_further(string name)
    {
        (FragmentEvent[] path, string[] allowed) = Parts[name];
        JobMachineState split = Fold(Submitted(), new JobCompiling(), Planned(), Dispatched(1), Split(1));
        JobMachineState state = path.Select(own => own with { FragmentId = "frag-0001.a" }).Aggregate(split, (before, own) => JobMachine.Apply(before, own, At).State!);

        foreach (FragmentEvent own in (FragmentEvent[])[Waiting(2), Dispatched(2), Failed(2), Executed(2), Split(2) with { Operations = 3, FirstOperations = 2 }, Superseded(2)])
        {
            string eventName = EventJson.Shared.NameOf(own);
            Assert.Equal(!allowed.Contains(eventName), JobMachine.Apply(state, own with { FragmentId = "frag-0001.a" }, At).IsRefused);
            Assert.True(JobMachine.Apply(state, own, At).IsRefused, $"the whole refuses {eventName}");
            Assert.True(JobMachine.Apply(state, own with { FragmentId = "frag-0001.ba" }, At).IsRefused, $"what is no part refuses {eventName}");
        }
    }

    [Fact]
    public void Parts_take_their_fragments_place_and_its_operations_in_order()
    {
        JobMachineState state = Fold(
            Submitted(), new JobCompiling(), Planned(),
            Dispatched(1), Split(1),
            Dispatched(2) with { FragmentId = "frag-0001.a" }, Executed(2) with { FragmentId = "frag-0001.a" },
            Dispatched(2) with { FragmentId = "frag-0001.b" }, Split(2) with { FragmentId = "frag-0001.b", Operations = 4, FirstOperations = 1 },
            Dispatched(3) with { FragmentId = "frag-0001.ba" }, Executed(3) with { FragmentId = "frag-0001.ba" });

        Assert.Equal((3, 2, 0), (state.Progress.TotalFragments, state.Progress.CompletedFragments, state.Progress.ActiveFragments));
        Assert.Equal(
            [("frag-0001.a", 0, 3), ("frag-0001.ba", 3, 1), ("frag-0001.bb", 4, 3)],
            state.Fragments.Values.Where(run => run.Phase != FragmentPhase.Split).OrderBy(run => run.FragmentId, StringComparer.Ordinal).Select(run => (run.FragmentId, run.Span!.Start, run.Span.Count)));
        Assert.Equal(
            [(1, FragmentStatus.Failed), (2, FragmentStatus.Failed), (3, FragmentStatus.Success)],
            state.TriedOf(state.Fragments["frag-0001.ba"]).Select(tried => (tried.Attempt, tried.Status)));
    }

    [Fact]
    public void Parts_split_anywhere_have_every_operation_once_in_order() => Gen.Select(Gen.Int[2, 200], Gen.Int[0, int.MaxValue]).Sample((operations, seed) =>
    {
        var random = new Random(seed);
        JobMachineState state = Fold(Submitted(), new JobCompiling(), Planned());
        var open = new List<(string Id, int Attempt, int Count)> { ("frag-0001", 1, operations) };
        int splits = 0;
        while (open.Count > 0)
        {
            int place = random.Next(open.Count);
            (string id, int attempt, int count) = open[place];
            open.RemoveAt(place);
            Take(Dispatched(attempt) with { FragmentId = id });
            if (count == 1 || random.Next(3) == 0)
            {
                Take(Executed(attempt) with { FragmentId = id });
                continue;
            }

            int first = 1 + random.Next(count - 1);
            Take(Split(attempt) with { FragmentId = id, Operations = count, FirstOperations = first });
            (string a, string b) = FragmentName.Parse(id).Parts;
            open.Add((a, attempt + 1, first));
            open.Add((b, attempt + 1, count - first));
            splits++;
        }

        int next = 0;
        foreach (FragmentRun run in state.Fragments.Values.Where(run => run.Phase == FragmentPhase.Executed).OrderBy(run => FragmentName.Parse(run.FragmentId).Halves, StringComparer.Ordinal))
        {
            OperationSpan span = run.Span ?? new OperationSpan(0, operations);
            Assert.Equal(next, span.Start);
            Assert.Equal(run.Attempt, state.TriedOf(run).Count());
            next += span.Count;
        }

        Assert.Equal(operations, next);
        Assert.Equal((splits + 1, splits + 1, 0), (state.Progress.TotalFragments, state.Progress.CompletedFragments, state.Progress.ActiveFragments));

        void Take(JobEvent jobEvent) => state = JobMachine.Apply(state, jobEvent, At) is { IsRefused: false } taken
            ? taken.State!
            : throw new InvalidOperationException(JobMachine.Apply(state, jobEvent, At).Refusal);
    });

    [Theory]
    [InlineData(7, 0)]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    public void A_split_leaves_operations_to_both_parts(int operations, int first)
    {
        JobMachineState dispatched = Fold(Submitted(), new JobCompiling(), Planned(), Dispatched(1));

        Assert.True(JobMachine.Apply(dispatched, Split(1) with { Operations = operations, FirstOperations = first }, At).IsRefused);
    }

    [Fact]
    public void A_part_is_split_by_its_own_number_of_operations()
    {
        JobMachineState part = Fold(Submitted(), new JobCompiling(), Planned(), Dispatched(1), Split(1), Dispatched(2) with { FragmentId = "frag-0001.a" });

        Assert.True(JobMachine.Apply(part, Split(2) with { FragmentId = "frag-0001.a", Operations = 7 }, At).IsRefused);
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

    private static FragmentSplit Split(int attempt) => new()
    {
        FragmentId = "frag-0001",
        Attempt = attempt,
        NodeId = "node",
        Error = "size: too large",
        ReservationId = "res-1",
        ExecutionId = "exec-1",
        Operations = 7,
        FirstOperations = 3,
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
