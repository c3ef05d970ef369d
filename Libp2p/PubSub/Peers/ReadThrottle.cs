namespace Orleans.QuantumMesh.Libp2p.PubSub.Peers;

/// <summary>A bucket of one second's worth of messages: whoever sends more is read more slowly.</summary>
internal sealed class ReadThrottle(int perSecond, TimeProvider time)
{
    private double _tokens = perSecond;
    private long _last = time.GetTimestamp();

    public ValueTask TakeAsync(int count, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond)) - count;
        _last = now;
        return _tokens >= 0 ? ValueTask.CompletedTask : new ValueTask(Task.Delay(TimeSpan.FromSeconds(-_tokens / perSecond), time, cancellationToken));
    }
}
