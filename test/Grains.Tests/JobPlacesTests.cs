using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>How many jobs work at a time, and who comes next.</summary>
public sealed class JobPlacesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider clock = new(Start);
    private readonly JobPlaces places;

    public JobPlacesTests() => places = new JobPlaces(new GrainsOptions { ActiveJobs = 2, TimeProvider = clock });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_jobs_work_than_there_are_places_and_the_oldest_comes_next()
    {
        await places.EnterAsync(50, Start, Stop);
        await places.EnterAsync(50, Start, Stop);
        Task later = places.EnterAsync(50, Start.AddSeconds(2), Stop);
        Task earlier = places.EnterAsync(50, Start.AddSeconds(1), Stop);
        Assert.False(later.IsCompleted);
        Assert.False(earlier.IsCompleted);

        places.Leave(50);
        await earlier;
        Assert.False(later.IsCompleted);

        places.Leave(50);
        await later;
        Assert.Equal(2, places.Active);
    }

    [Fact]
    public async Task Who_waits_learns_the_position_and_when_its_turn_may_come()
    {
        object first = new(), second = new();
        await places.EnterAsync(50, Start, Stop);
        await places.EnterAsync(50, Start, Stop);
        _ = places.EnterAsync(50, Start.AddSeconds(1), Stop, first);
        _ = places.EnterAsync(50, Start.AddSeconds(2), Stop, second);
        Assert.Equal((1, 2), (places.Find(first, 50, Start.AddSeconds(1))!.Position, places.Find(second, 50, Start.AddSeconds(2))!.Position));
        Assert.Null(places.Find(first, 50, Start.AddSeconds(1))!.EtaSeconds);
        Assert.Null(places.Find(new object(), 50, Start));

        for (int i = 0; i < 20; i++)
        {
            _ = places.EnterAsync(100, Start.AddSeconds(-10), Stop);
            _ = places.EnterAsync(100, Start.AddSeconds(-10), Stop);
            _ = places.EnterAsync(100, Start.AddSeconds(-10), Stop);
            clock.Advance(TimeSpan.FromSeconds(1));
            places.Leave(100);
        }

        JobQueuePlace place = places.Find(second, 50, Start.AddSeconds(2))!;
        Assert.InRange(place.EtaSeconds!.Value, place.Position * 0.9, place.Position * 1.2);
        Assert.InRange(place.EtaSeconds.Value, place.EtaLow!.Value, place.EtaHigh!.Value);
    }

    [Fact]
    public void The_position_is_the_number_of_those_before_whoever_comes_and_gives_up() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        var queue = new JobPlaces(new GrainsOptions { ActiveJobs = 1, TimeProvider = clock });
        Assert.True(queue.EnterAsync(100, Start, CancellationToken.None).IsCompletedSuccessfully);
        var waiting = new List<(object Owner, int Priority, DateTimeOffset Since, CancellationTokenSource Leaving, Task<int> Entered)>();
        for (int step = 0; step < 60; step++)
        {
            int what = random.Next(4);
            if (what < 2 || waiting.Count == 0)
            {
                (object owner, int priority, DateTimeOffset since) = (new object(), random.Next(0, 4), Start.AddSeconds(random.Next(8)));
                var leaving = new CancellationTokenSource();
                waiting.Add((owner, priority, since, leaving, queue.EnterAsync(priority, since, leaving.Token, owner)));
            }
            else if (what == 2)
            {
                (_, _, _, CancellationTokenSource leaving, Task<int> entered) = waiting[random.Next(waiting.Count)];
                leaving.Cancel();
                Assert.ThrowsAny<OperationCanceledException>(() => entered.GetAwaiter().GetResult());
            }
            else
            {
                // One comes in and leaves again behind the one of the highest priority, so that nobody follows.
                queue.Leave(100);
                int level = Task.WhenAny(waiting.Select(waiter => waiter.Entered)).GetAwaiter().GetResult().GetAwaiter().GetResult();
                queue.EnterAtOnce(100);
                queue.Leave(level);
            }

            foreach ((object Owner, int Priority, DateTimeOffset Since, CancellationTokenSource, Task<int> Entered) gone in waiting.FindAll(waiter => waiter.Entered.IsCompleted))
            {
                Assert.Null(queue.Find(gone.Owner, gone.Priority, gone.Since));
                waiting.Remove(gone);
            }

            foreach ((object owner, int priority, DateTimeOffset since, _, _) in waiting)
            {
                int before = waiting.Count(other => Order(other.Priority, other.Since) < Order(priority, since));
                Assert.Equal(before + 1, queue.Find(owner, priority, since)!.Position);
            }
        }

        static double Order(int priority, DateTimeOffset since) => (since.UtcTicks / (double)new RuntimeOptions().AgeingInterval.Ticks) - priority;
    }, iter: 200);

    [Fact]
    public async Task A_higher_priority_does_not_wait_for_lower_ones()
    {
        await places.EnterAsync(10, Start, Stop);
        await places.EnterAsync(10, Start, Stop);

        Assert.True(places.EnterAsync(90, Start, Stop).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_low_priority_that_waited_long_goes_before_higher_ones_that_just_came()
    {
        await places.EnterAsync(50, Start, Stop);
        await places.EnterAsync(50, Start, Stop);
        Task<int> low = places.EnterAsync(0, Start, Stop);
        clock.Advance(TimeSpan.FromMinutes(5));
        Task high = places.EnterAsync(50, clock.GetUtcNow(), Stop);

        places.Leave(50);
        Assert.Equal(100, await low);
        Assert.False(high.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_takes_no_place()
    {
        await places.EnterAsync(50, Start, Stop);
        await places.EnterAsync(50, Start, Stop);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task gone = places.EnterAsync(50, Start, leaving.Token);
        Task next = places.EnterAsync(50, Start, Stop);

        await leaving.CancelAsync();
        places.Leave(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await next;
        Assert.Equal(2, places.Active);
    }

    [Fact]
    public async Task A_job_that_was_at_work_before_goes_on_at_once()
    {
        await places.EnterAsync(50, Start, Stop);
        await places.EnterAsync(50, Start, Stop);
        places.EnterAtOnce(50);
        Task next = places.EnterAsync(50, Start, Stop);

        places.Leave(50);
        Assert.False(next.IsCompleted);

        places.Leave(50);
        await next;
    }
}
