using System.Globalization;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Walks a plan: every fragment starts as soon as those that it waits for are done; a run-time loop is walked turn by turn, as long as any trajectory goes on.
/// </summary>
internal sealed class JobScheduler(JobContext job)
{
    private const int StartsPerTurn = 64;

    private readonly Dictionary<string, PlanLoop> loops = job.Plan.Loops.ToDictionary(loop => loop.LoopId, StringComparer.Ordinal);

    /// <summary>Completes when all fragments are executed; the first that cannot be ends the others.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await ScopeAsync(null, [], ending);
    }

    // The fragments and loops that stand directly in a loop's body, or outside all loops.
    private async Task ScopeAsync(string? loopId, int[] turns, CancellationTokenSource ending)
    {
        var items = new Dictionary<string, Task>(StringComparer.Ordinal);
        int started = 0;
        foreach (string fragmentId in job.Plan.FragmentOrder)
        {
            if (++started % StartsPerTurn == 0)
            {
                await Task.Yield();
            }

            Fragment fragment = job.Plan.Fragments[fragmentId];
            if (fragment.LoopId == loopId)
            {
                items.Add(fragmentId, GuardAsync(FragmentAsync(fragment, turns, Of(fragment.Dependencies, loopId, items), ending.Token), ending));
            }
            else if (ChildOf(fragment.LoopId, loopId) is { } child && !items.ContainsKey(child.LoopId))
            {
                items.Add(child.LoopId, GuardAsync(LoopAsync(child, turns, Of(child.Dependencies, loopId, items), ending), ending));
            }
        }

        foreach (PlanLoop loop in job.Plan.Loops)
        {
            if (loop.ParentLoopId == loopId && !items.ContainsKey(loop.LoopId))
            {
                items.Add(loop.LoopId, GuardAsync(LoopAsync(loop, turns, Of(loop.Dependencies, loopId, items), ending), ending));
            }
        }

        await Task.WhenAll(items.Values);
    }

    private async Task FragmentAsync(Fragment fragment, int[] turns, Task[] before, CancellationToken cancellationToken)
    {
        await AfterAsync(before, cancellationToken);
        await new FragmentRunner(job, fragment, WithTurns(fragment.FragmentId, turns)).RunAsync(cancellationToken);
    }

    private async Task LoopAsync(PlanLoop loop, int[] outerTurns, Task[] before, CancellationTokenSource ending)
    {
        await AfterAsync(before, ending.Token);
        if (loop.FragmentIds.IsEmpty)
        {
            // Classical steps alone: the coordinator's own, folded with the answers.
            return;
        }

        int turns = 0;
        while (await job.Lead.ContinuesAsync(loop.LoopId, turns, outerTurns, ending.Token))
        {
            turns++;
            await ScopeAsync(loop.LoopId, [.. outerTurns, turns], ending);
        }
    }

    // Whatever fails has ended all others first, so none has to carry another's exception along a chain of thousands.
    private static async Task AfterAsync(Task[] before, CancellationToken cancellationToken)
    {
        await Task.WhenAll(before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task GuardAsync(Task work, CancellationTokenSource ending)
    {
        try
        {
            await work;
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    // What a list of fragments means in a scope: those outside it are done, those in an inner loop stand for the loop.
    private Task[] Of(IEnumerable<string> fragmentIds, string? loopId, Dictionary<string, Task> items)
    {
        var tasks = new HashSet<Task>();
        foreach (string id in fragmentIds)
        {
            string? own = job.Plan.Fragments[id].LoopId;
            string key = own == loopId ? id : ChildOf(own, loopId)?.LoopId ?? id;
            if (items.TryGetValue(key, out Task? task))
            {
                tasks.Add(task);
            }
        }

        return [.. tasks];
    }

    // The loop directly in a scope that a loop is, or stands in.
    private PlanLoop? ChildOf(string? inner, string? scope)
    {
        while (inner is not null)
        {
            PlanLoop loop = loops[inner];
            if (loop.ParentLoopId == scope)
            {
                return loop;
            }

            inner = loop.ParentLoopId;
        }

        return null;
    }

    private static string WithTurns(string fragmentId, int[] turns) =>
        turns.Length == 0 ? fragmentId : $"{fragmentId}.{string.Join('.', turns.Select(turn => turn.ToString(CultureInfo.InvariantCulture)))}";
}
