using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>The messages of the last heartbeats, for IHAVE and IWANT, within a bound in bytes.</summary>
internal sealed class MessageCache(int windows, int gossipWindows, int byteLimit)
{
    private const int EntryOverhead = 256;
    private readonly Dictionary<MessageId, Entry> _entries = [];
    private readonly Queue<(MessageId Id, long Window)> _order = new();
    private long _window;

    /// <summary>The bytes held, an allowance for each entry included.</summary>
    public long Bytes { get; private set; }

    public void Put(SignedMessage message)
    {
        if (!_entries.TryAdd(message.Id, new Entry(message, _window)))
        {
            return;
        }

        _order.Enqueue((message.Id, _window));
        Bytes += message.Encoded.Length + EntryOverhead;
        while (Bytes > byteLimit && _order.Count > 1)
        {
            RemoveOldest();
        }
    }

    /// <summary>The message, and how often the peer has asked for it before this call.</summary>
    public SignedMessage? Take(MessageId id, PeerId peer, out int copies)
    {
        copies = 0;
        if (!_entries.TryGetValue(id, out Entry? entry))
        {
            return null;
        }

        entry.Copies.TryGetValue(peer, out copies);
        entry.Copies[peer] = copies + 1;
        return entry.Message;
    }

    /// <summary>The ids that are announced at this heartbeat, by topic.</summary>
    public Dictionary<string, List<MessageId>> Announced()
    {
        Dictionary<string, List<MessageId>> announced = [];
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Window <= _window - gossipWindows)
            {
                continue;
            }

            if (!announced.TryGetValue(entry.Message.Topic, out List<MessageId>? ids))
            {
                announced.Add(entry.Message.Topic, ids = []);
            }

            ids.Add(entry.Message.Id);
        }

        return announced;
    }

    /// <summary>Starts the next heartbeat's window and drops the messages of the last one.</summary>
    public void Shift()
    {
        _window++;
        while (_order.TryPeek(out (MessageId Id, long Window) oldest) && oldest.Window <= _window - windows)
        {
            RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        _entries.Remove(_order.Dequeue().Id, out Entry? entry);
        Bytes -= entry!.Message.Encoded.Length + EntryOverhead;
    }

    private sealed record Entry(SignedMessage Message, long Window)
    {
        public Dictionary<PeerId, int> Copies { get; } = [];
    }
}
