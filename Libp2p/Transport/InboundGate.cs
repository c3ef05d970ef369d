using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Bounds the inbound connections in handshake: a newcomer beyond the limit ends the oldest, so that silent connections cannot keep others out.</summary>
internal sealed class InboundGate(int limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Socket> _waiting = new();

    /// <summary>Lets the connection in; true when an older one had to be ended for it.</summary>
    public bool Enter(Socket socket, out LinkedListNode<Socket> entry)
    {
        Socket? oldest = null;
        lock (_lock)
        {
            if (_waiting.Count >= limit)
            {
                oldest = _waiting.First!.Value;
                _waiting.RemoveFirst();
            }

            entry = _waiting.AddLast(socket);
        }

        oldest?.Dispose();
        return oldest is not null;
    }

    public void Leave(LinkedListNode<Socket> entry)
    {
        lock (_lock)
        {
            if (entry.List is not null)
            {
                _waiting.Remove(entry);
            }
        }
    }
}
