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
