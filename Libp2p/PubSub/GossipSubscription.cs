namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>A subscription to a topic, until it is disposed. Its handler gets one message at a time, in the order of arrival.</summary>
public sealed class GossipSubscription : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<GossipMessage> _queue = new();
    private readonly GossipSubOptions _options;
    private readonly GossipCounters _counters;
    private readonly Func<GossipMessage, GossipVerdict> _validator;
    private readonly Func<GossipMessage, ValueTask> _handler;
    private readonly Action<GossipSubscription> _leave;
    private long _bytes;
    private bool _running;
    private bool _disposed;

    internal GossipSubscription(
        string topic,
        Func<GossipMessage, GossipVerdict> validator,
        Func<GossipMessage, ValueTask> handler,
        GossipSubOptions options,
        GossipCounters counters,
        Action<GossipSubscription> leave)
    {
        Topic = topic;
        _validator = validator;
        _handler = handler;
        _options = options;
        _counters = counters;
        _leave = leave;
    }

    /// <summary>The topic subscribed to.</summary>
    public string Topic { get; }

    /// <summary>Leaves the topic; what waits for the handler is dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _queue.Clear();
        }

        _leave(this);
    }

    internal GossipVerdict Validate(GossipMessage message)
    {
#pragma warning disable CA1031 // A validator's bug must not end the reading of a peer's stream.
        try
        {
            return _validator(message);
        }
        catch (Exception)
        {
            _counters.Add(GossipCounter.CallbackFailed);
            return GossipVerdict.Ignore;
        }
#pragma warning restore CA1031
    }

    internal void Deliver(GossipMessage message)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_queue.Count >= _options.SubscriberQueueLength || _bytes + message.Data.Length > _options.SubscriberQueueBytes)
            {
                _counters.Add(GossipCounter.SubscriberQueueFull);
                return;
            }

            _queue.Enqueue(message);
            _bytes += message.Data.Length;
            if (_running)
            {
                return;
            }

            _running = true;
        }

        _ = Task.Run(DrainAsync);
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            GossipMessage? message;
            lock (_gate)
            {
                if (!_queue.TryDequeue(out message))
                {
                    _bytes = 0;
                    _running = false;
                    return;
                }

                _bytes -= message.Data.Length;
            }

#pragma warning disable CA1031 // A handler's bug must not end the delivery.
            try
            {
                await _handler(message).ConfigureAwait(false);
            }
            catch (Exception)
            {
                _counters.Add(GossipCounter.CallbackFailed);
            }
#pragma warning restore CA1031
        }
    }
}
