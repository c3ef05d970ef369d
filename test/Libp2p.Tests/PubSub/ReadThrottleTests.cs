using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.Libp2p.PubSub.Peers;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

public sealed class ReadThrottleTests
{
    [Fact]
    public void ABurstOfOneSecondPassesAndWhatIsMoreWaits()
    {
        FakeTimeProvider time = new();
        ReadThrottle throttle = new(100, time);
        Assert.True(throttle.TakeAsync(100, CancellationToken.None).AsTask().IsCompleted);
        Task more = throttle.TakeAsync(50, CancellationToken.None).AsTask();
        Assert.False(more.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.49));
        Assert.False(more.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.02));
        Assert.True(more.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.True(throttle.TakeAsync(100, CancellationToken.None).AsTask().IsCompleted);
        Assert.False(throttle.TakeAsync(1, CancellationToken.None).AsTask().IsCompleted);
    }
}
