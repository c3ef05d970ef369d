using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Peers;

/// <summary>What waits to be sent to one peer, within bounds. Subscriptions and control overtake messages. Thread-safe; one reader.</summary>
internal sealed class OutboundQueue(GossipSubOptions options)
{
    private readonly Lock _gate = new();
    private readonly Queue<OutboundItem> _urgent = new();
    private readonly Queue<OutboundItem> _messages = new();
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private bool _overflow;

    /// <summary>False when the item was dropped.</summary>
    public bool TryAdd(OutboundItem item)
    {
        lock (_gate)
        {
            if (item.Kind == OutboundKind.Message)
            {
                if (_messages.Count >= options.OutboundQueueLength || _bytes + item.Bytes.Length > options.OutboundQueueBytes)
                {
                    return false;
                }

                _bytes += item.Bytes.Length;
                _messages.Enqueue(item);
            }
            else if (_urgent.Count >= options.OutboundQueueLength)
            {
                _overflow = true;
                _signal.TrySetResult();
                return false;
            }
            else
            {
                _urgent.Enqueue(item);
            }

            _signal.TrySetResult();
            return true;
        }
    }

    /// <summary>Drops subscriptions and control, which a new stream's beginning replaces.</summary>
    public void DropUrgent()
    {
        lock (_gate)
        {
            _urgent.Clear();
            _overflow = false;
        }
    }

    /// <summary>Waits for items and moves as many as make one RPC into the empty list.</summary>
    /// <exception cref="IOException">Control was lost since the peer takes it too slowly: only a new stream puts that right.</exception>
    public async ValueTask TakeAsync(List<OutboundItem> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_overflow)
                {
                    throw new IOException("the peer takes gossip control too slowly");
                }

                Take(batch);
                if (batch.Count > 0)
                {
                    return;
                }

                if (_signal.Task.IsCompleted)
                {
                    _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                more = _signal.Task;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Take(List<OutboundItem> batch)
    {
        int size = 0;
        int control = 0;
        while (_urgent.TryPeek(out OutboundItem item))
        {
            int more = RpcFrame.FieldSize(item.Bytes.Length);
            control += item.Kind == OutboundKind.Control ? more : 0;
            if (batch.Count > 0 && (control > options.ControlLimit || size + more > options.RpcTarget))
            {
                return;
            }

            size += more;
            batch.Add(_urgent.Dequeue());
        }

        while (_messages.TryPeek(out OutboundItem item))
        {
            int more = RpcFrame.FieldSize(item.Bytes.Length);
            if (batch.Count > 0 && size + more > options.RpcTarget)
            {
                return;
            }

            size += more;
            _bytes -= item.Bytes.Length;
            batch.Add(_messages.Dequeue());
        }
    }
}
