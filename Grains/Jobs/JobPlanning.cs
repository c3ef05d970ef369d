using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Makes a job's plan against the silo's view of the mesh, waiting for nodes while there is no candidate.</summary>
internal sealed class JobPlanning(string jobId, JobServices services)
{
    private const double AnswerBytes = 900_000;
    private const double BytesPerOperation = 150;
    private const double BytesPerError = 6;
    private const double ErrorsPerShot = 0.02;

    /// <summary>The plan, with its id, and the nodes that it was made from. While there are no nodes for it, the job leaves its place to others.</summary>
    /// <exception cref="JobFailureException">No plan was possible before the grace was over.</exception>
    public async Task<(ExecutionPlan Plan, MeshSnapshot Nodes)> PlanAsync(
        ParsedProgram program, JobSubmission submission, JobPlace place, CancellationToken cancellationToken)
    {
        IPlanner planner = services.Planners.Find(submission.Planner)
            ?? throw new JobFailureException($"There is no planner '{submission.Planner}'.");
        PlanningOptions options = Options(submission, services.Options.Planning);
        DateTimeOffset until = services.Clock.GetUtcNow() + services.Options.DiscoveryGrace;
        while (true)
        {
            Task changed = services.Mesh.Changed;
            MeshSnapshot nodes = services.Mesh.Nodes();
            PlanOutcome outcome = await services.Compute.Quick(_ => planner.Plan(program.Program, nodes, options), cancellationToken);
            if (outcome.Plan is { } plan)
            {
                return (plan with { PlanId = JobIds.Plan(jobId, plan.Revision) }, nodes);
            }

            TimeSpan left = until - services.Clock.GetUtcNow();
            place.Leave();
            if (left <= TimeSpan.Zero || !await ComesAsync(changed, left, cancellationToken))
            {
                string word = submission.Mode == ExecutionMode.Centralized ? "resource_exhausted: " : string.Empty;
                throw new JobFailureException($"{word}{outcome.Obstacle} (waited {services.Options.DiscoveryGrace.TotalSeconds:0.###} s for nodes)");
            }

            await place.EnterAsync(cancellationToken);
        }
    }

    /// <summary>What a submission asks of the planner. Fragments are kept small enough for their answers, whose size grows with the trajectories, to fit into a frame.</summary>
    public static PlanningOptions Options(JobSubmission submission, PlanningOptions defaults) => defaults with
    {
        Mode = submission.Mode,
        Fragmentation = submission.Fragmentation,
        MinFidelity = submission.MinFidelity,
        MaximumFragmentOperations = (int)Math.Clamp(
            AnswerBytes / (BytesPerOperation + (submission.NoiseShots * ErrorsPerShot * BytesPerError)), 1, defaults.MaximumFragmentOperations),
    };

    /// <summary>How many slots a plan takes on each node at most at a time, its widest stage there.</summary>
    public static IReadOnlyDictionary<string, int> SlotsOf(ExecutionPlan plan)
    {
        var slots = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (PlanStage stage in plan.Stages)
        {
            foreach (IGrouping<string, string> group in stage.FragmentIds.GroupBy(id => plan.Assignments[id].PrimaryNodeId, StringComparer.Ordinal))
            {
                slots[group.Key] = Math.Max(slots.GetValueOrDefault(group.Key), group.Count());
            }
        }

        return slots;
    }

    private async Task<bool> ComesAsync(Task changed, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(patience, services.Clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
