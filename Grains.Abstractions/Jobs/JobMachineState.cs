using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A job as its events have made it; the plan and the nodes' answers themselves stay in the journal.</summary>
public sealed record JobMachineState
{
    /// <summary>Before the submission.</summary>
    public static JobMachineState None { get; } = new();

    /// <summary><see langword="null"/> before the submission.</summary>
    public JobState? State { get; init; }

    public string Owner { get; init; } = string.Empty;

    public JobSubmission? Submission { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public string? PlanId { get; init; }

    /// <summary>The fragments of the plan, each counted once whatever the turns of its loop.</summary>
    public int PlannedFragments { get; init; }

    /// <summary>Noise trajectories that every fragment is dispatched with; 0 before the plan.</summary>
    public int NoiseShots { get; init; }

    public ImmutableDictionary<string, FragmentRun> Fragments { get; init; } = ImmutableDictionary<string, FragmentRun>.Empty;

    public int ExecutedFragments { get; init; }

    public int ActiveFragments { get; init; }

    /// <summary>Turns of loop fragments beyond each one's first.</summary>
    public int FurtherTurns { get; init; }

    /// <summary>Parts beyond the fragments that were split into them.</summary>
    public int FurtherParts { get; init; }

    public string? Error { get; init; }

    public string? ResultHash { get; init; }

    /// <summary>Whether no transition leads on from here.</summary>
    public bool IsTerminal => State is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>The attempts that ended at a fragment or part, in order, with those at what it was split from.</summary>
    public IEnumerable<FragmentTry> TriedOf(FragmentRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return FragmentName.Parse(run.FragmentId).Whole is { } whole && Fragments.TryGetValue(whole, out FragmentRun? split) ? TriedOf(split).Concat(run.Tried) : run.Tried;
    }

    /// <summary>How far the job is.</summary>
    public JobProgress Progress
    {
        get
        {
            int total = State == JobState.Completed ? ExecutedFragments : Math.Max(PlannedFragments + FurtherTurns + FurtherParts, ExecutedFragments);
            double ratio = State == JobState.Completed ? 1 : total == 0 ? 0 : (double)ExecutedFragments / total;
            bool finalizing = State == JobState.Executing && total == ExecutedFragments;
            return new JobProgress(total, ExecutedFragments, IsTerminal ? 0 : ActiveFragments, ratio, State is null ? null : UpdatedAt, finalizing);
        }
    }
}
