using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Reservations;

/// <summary>All sequences of up to six steps, against what the protocol promises of a reservation.</summary>
public sealed class SlotMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private static readonly (string Name, Func<Slot, DateTimeOffset, Slot?> Apply, double Seconds)[] Steps =
    [
        ("commit", (s, now) => SlotMachine.Commit(s, "token", null, now), 0),
        ("commit 3 s", (s, now) => SlotMachine.Commit(s, "token", TimeSpan.FromSeconds(3), now), 0),
        ("commit, wrong token", (s, now) => SlotMachine.Commit(s, "other", null, now), 0),
        ("cancel", (s, now) => SlotMachine.Cancel(s, "token", now), 0),
        ("cancel, no token", (s, now) => SlotMachine.Cancel(s, null, now), 0),
        ("begin a", (s, now) => SlotMachine.Begin(s, "token", "exec-a", now), 0),
        ("begin b", (s, now) => SlotMachine.Begin(s, "token", "exec-b", now), 0),
        ("begin, wrong token", (s, now) => SlotMachine.Begin(s, "tokens", "exec-a", now), 0),
        ("end", (s, now) => SlotMachine.End(s, now), 0),
        ("4 s pass", SlotMachine.At, 4),
        ("11 s pass", SlotMachine.At, 11),
    ];

    [Fact]
    public void EverySequenceKeepsThePromises()
    {
        int visited = 0;
        Walk(SlotMachine.Prepare("res-1", "peer", "token", Life, Start), Start, 6);
        Assert.True(visited > 1_000_000);

        void Walk(Slot before, DateTimeOffset now, int depth)
        {
            visited++;
            if (depth == 0)
            {
                return;
            }

            foreach ((string name, Func<Slot, DateTimeOffset, Slot?> apply, double seconds) in Steps)
            {
                DateTimeOffset then = now.AddSeconds(seconds);
                Slot? after = apply(before, then);
                Check(name, before, after, then);
                Walk(after ?? SlotMachine.At(before, then), then, depth - 1);
            }
        }
    }

    [Fact]
    public void CommitGivesTheTimeToLiveAnewOnce()
    {
        Slot slot = SlotMachine.Prepare("res-1", "peer", "token", Life, Start);
        Slot committed = SlotMachine.Commit(slot, "token", null, Start.AddSeconds(9))!;
        Assert.Equal(Start.AddSeconds(19), committed.ExpiresAt);
        Assert.Equal(committed, SlotMachine.Commit(committed, "token", Life, Start.AddSeconds(12)));
        Assert.Equal(SlotState.Expired, SlotMachine.At(committed, Start.AddSeconds(19)).State);
    }

    private static void Check(string name, Slot before, Slot? after, DateTimeOffset now)
    {
        if (name.Contains("wrong") || name.Contains("no token"))
        {
            Assert.Null(after);
            return;
        }

        if (after is null)
        {
            // Only a dispatch can be refused with the right token: when the reservation isn't COMMITTED or has been used.
            Assert.StartsWith("begin", name, StringComparison.Ordinal);
            Slot current = SlotMachine.At(before, now);
            Assert.True(current.State != SlotState.Committed || current.ExecutionId is not null || !current.HoldsRoom);
            return;
        }

        // Final states stay.
        if (before.State is SlotState.Canceled or SlotState.Expired)
        {
            Assert.Equal(before.State, after.State);
        }

        // Room once given back is never taken again, and expiry never strikes an execution.
        Assert.True(before.HoldsRoom || !after.HoldsRoom);
        Assert.False(before.IsExecuting && after.State == SlotState.Expired);
        Assert.False(after.IsExecuting && !after.HoldsRoom);
        Assert.False(after.HoldsRoom && !after.IsExecuting && after.State is SlotState.Canceled or SlotState.Expired);

        // One execution for each token.
        Assert.True(before.ExecutionId is null || before.ExecutionId == after.ExecutionId);

        // Time that is up is up.
        Assert.False(after.HoldsRoom && !after.IsExecuting && now >= after.ExpiresAt && name != "end");
    }
}
