using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>Which announced messages were asked for and by when they must come.</summary>
internal sealed class PromiseBook
{
    private const int Limit = 16_384;
    private readonly HashSet<MessageId> _open = [];
    private readonly Queue<(MessageId Id, long Until)> _order = new();

    public void Add(MessageId id, long until)
    {
        if (_order.Count < Limit && _open.Add(id))
        {
            _order.Enqueue((id, until));
        }
    }

    public void Keep(MessageId id) => _open.Remove(id);

    /// <summary>The number of promises whose time is up and that were not kept.</summary>
    public int Expire(long now)
    {
        int broken = 0;
        while (_order.TryPeek(out (MessageId Id, long Until) oldest) && oldest.Until <= now)
        {
            broken += _open.Remove(_order.Dequeue().Id) ? 1 : 0;
        }

        return broken;
    }
}
