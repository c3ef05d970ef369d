using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Brings one fragment (or a turn or part of it) to its answer: node after node, attempt after attempt, as the design's "Runtime failures" has it, and in halves where it is too large.
/// </summary>
internal sealed class FragmentRunner(JobContext job, Fragment fragment, string fragmentId)
{
    private static readonly TimeSpan FirstRound = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> exhausted = new(StringComparer.Ordinal);
    private readonly HashSet<string> dropped = new(StringComparer.Ordinal);
    private readonly DateTimeOffset readyAt = job.Services.Clock.GetUtcNow();
    private string lastError = "no attempt was made";
    private string? lastNode;
    private bool waitNoted;
    private DateTimeOffset? goneSince;
    private TimeSpan untilNextRound = FirstRound;

    private FragmentRun? Recorded => job.Log.Current.Fragments.GetValueOrDefault(fragmentId);

    // The node that has said that the whole is too large is the first that is asked for a part.
    private string? NodeOfWhole => FragmentName.Parse(fragmentId).Whole is { } whole ? job.Log.Current.Fragments[whole].NodeId : null;

    /// <summary>Completes when the fragment is executed and committed.</summary>
    /// <exception cref="JobFailureException">All its nodes failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Recorded is { } recorded)
        {
            Remember(recorded);
            if (recorded.Phase == FragmentPhase.Dispatched)
            {
                await ResumeAsync(recorded, cancellationToken);
            }
        }

        FragmentAssignment assignment = job.Plan.Assignments[fragment.FragmentId];
        string[] nodes = [assignment.PrimaryNodeId, .. assignment.FallbackNodeIds];
        if (NodeOfWhole is { } first)
        {
            nodes = [first, .. nodes.Where(node => node != first)];
        }

        while (Recorded?.Phase is not (FragmentPhase.Executed or FragmentPhase.Split))
        {
            await AttemptAsync(nodes, cancellationToken);
        }

        if (Recorded.Phase == FragmentPhase.Executed)
        {
            job.Executed(fragment, Recorded.NodeId!);
            return;
        }

        (string firstPart, string secondPart) = FragmentName.Parse(fragmentId).Parts;
        foreach (string part in (string[])[firstPart, secondPart])
        {
            await new FragmentRunner(job, FragmentParts.Of(job.Plan, job.Program, job.Log.Current.Fragments[part]), part).RunAsync(cancellationToken);
        }
    }

    private async Task AttemptAsync(string[] nodes, CancellationToken cancellationToken)
    {
        string node = await EnterAsync(nodes, cancellationToken);
        int attempt = (Recorded?.Attempt ?? 0) + 1;
        AttemptOutcome outcome;
        bool released = false;
        try
        {
            outcome = await new FragmentAttempt(job, fragment, fragmentId, node, attempt, readyAt).RunAsync(cancellationToken);
            if (outcome.Next == AttemptNext.Wait)
            {
                released = true;
                job.Services.Admission.Refused(node, outcome.NextFree);
                NoteWait(node);
                return;
            }
        }
        finally
        {
            if (!released)
            {
                job.Services.Admission.Release(node);
            }
        }

        if (outcome.Next is AttemptNext.Done or AttemptNext.Split)
        {
            return;
        }

        Count(node, outcome.Status, outcome.Error, outcome.Next == AttemptNext.NextNode);
        if (!exhausted.Contains(node) && !dropped.Contains(node))
        {
            await Task.Delay(job.Services.Backoff.After(failures[node]), job.Services.Clock, cancellationToken);
        }
    }

    private async Task ResumeAsync(FragmentRun recorded, CancellationToken cancellationToken)
    {
        string node = recorded.NodeId!;
        await UntilLiveAsync([node], cancellationToken);
        AttemptOutcome outcome = await new FragmentAttempt(job, fragment, fragmentId, node, recorded.Attempt, readyAt).ResumeAsync(recorded, cancellationToken);
        if (outcome.Next is AttemptNext.Retry or AttemptNext.NextNode)
        {
            Count(node, outcome.Status, outcome.Error, outcome.Next == AttemptNext.NextNode);
        }
    }

    private async Task<string> EnterAsync(string[] nodes, CancellationToken cancellationToken)
    {
        string[] left = [.. nodes.Where(node => !exhausted.Contains(node) && !dropped.Contains(node))];
        if (left.Length == 0)
        {
            await AwaitReturnAsync(nodes, cancellationToken);
            left = [.. dropped];
            dropped.Clear();
        }

        string[] live = await UntilLiveAsync(left, cancellationToken);
        if (job.Services.Admission.TryEnter(live, job.Submission.Priority, job.CreatedAt) is { } free)
        {
            return free;
        }

        NoteWait(live[0]);
        return await job.Services.Admission.EnterAsync(live, job.Submission.Priority, job.CreatedAt, cancellationToken);
    }

    // Nodes whose connections dropped may have been started anew, or the network may be back: they are tried again, round after round, until the grace is over.
    private async Task AwaitReturnAsync(string[] nodes, CancellationToken cancellationToken)
    {
        DateTimeOffset now = job.Services.Clock.GetUtcNow();
        TimeSpan grace = job.Services.Options.DiscoveryGrace;
        goneSince ??= now;
        TimeSpan left = goneSince.Value + grace - now;
        if (dropped.Count == 0 || left <= TimeSpan.Zero)
        {
            string waited = dropped.Count == 0 ? string.Empty : string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (waited {grace.TotalSeconds:0.###} s for one to come back)");
            throw new JobFailureException($"Fragment {fragmentId} failed on all its nodes ({string.Join(", ", nodes)}); the last, {lastNode}, said: {lastError}{waited}.");
        }

        await Task.Delay(untilNextRound < left ? untilNextRound : left, job.Services.Clock, cancellationToken);
        untilNextRound = untilNextRound * 2 < LongestRound ? untilNextRound * 2 : LongestRound;
    }

    // Those of the nodes that are heard. After a restart none may be for a while; when the grace is over, they are tried as they stand.
    private async Task<string[]> UntilLiveAsync(string[] nodes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed = job.Services.Mesh.Changed;
            RegistrySnapshot snapshot = job.Services.Mesh.Snapshot;
            string[] live = [.. nodes.Where(snapshot.IsLive)];
            if (live.Length > 0)
            {
                return live;
            }

            TimeSpan left = job.NodesAwaitedUntil - job.Services.Clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return nodes;
            }

            try
            {
                await changed.WaitAsync(left, job.Services.Clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                return nodes;
            }
        }
    }

    private void NoteWait(string node)
    {
        if (waitNoted)
        {
            return;
        }

        waitNoted = true;
        job.Log.AppendAsync(JournalDurability.Normal, [new FragmentWaiting
        {
            FragmentId = fragmentId,
            Attempt = (Recorded?.Attempt ?? 0) + 1,
            NodeId = node,
        }]).Ignore();
    }

    // What nodes have failed in before counts on, with what they failed in as a whole; that the whole was too large counts against none.
    private void Remember(FragmentRun recorded)
    {
        if (FragmentName.Parse(recorded.FragmentId).Whole is { } whole)
        {
            Remember(job.Log.Current.Fragments[whole]);
        }

        foreach (FragmentTry tried in recorded.Phase == FragmentPhase.Split ? recorded.Tried.AsSpan()[..^1] : recorded.Tried.AsSpan())
        {
            Count(tried.NodeId, tried.Status, tried.Error, tried.Status == FragmentStatus.QualityDegraded);
        }
    }

    private void Count(string node, FragmentStatus status, string? error, bool givesUp)
    {
        if (status == FragmentStatus.Success)
        {
            return;
        }

        lastNode = node;
        lastError = (error ?? status.ToWord()).TrimEnd('.');
        if (status == FragmentStatus.NodeDrop)
        {
            dropped.Add(node);
            return;
        }

        failures[node] = failures.GetValueOrDefault(node) + 1;
        if (givesUp || failures[node] >= job.Services.Options.Runtime.AttemptsPerNode)
        {
            exhausted.Add(node);
        }
    }
}
