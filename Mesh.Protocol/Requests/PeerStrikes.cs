using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Counts what peers send against the protocol; a peer that goes on with it loses its connection. Thread-safe.</summary>
public sealed class PeerStrikes(IMeshHost host, TimeProvider time)
{
    /// <summary>Faults within <see cref="Window"/> that cost the connection.</summary>
    public const int Limit = 12;

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Since)> _strikes = new();
    private long _total;

    /// <summary>The time over which faults are counted together.</summary>
    public static TimeSpan Window => TimeSpan.FromMinutes(1);

    /// <summary>All faults so far.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Counts a fault of the peer.</summary>
    public void Add(string peerId)
    {
        Interlocked.Increment(ref _total);
        DateTimeOffset now = time.GetUtcNow();
        (int count, _) = _strikes.AddOrUpdate(peerId, _ => (1, now), (_, s) => now - s.Since > Window ? (1, now) : (s.Count + 1, s.Since));
        if (count >= Limit && _strikes.TryRemove(peerId, out _))
        {
            host.Disconnect(peerId);
        }

        if (_strikes.Count > 10_000)
        {
            foreach ((string peer, (int _, DateTimeOffset since)) in _strikes)
            {
                if (now - since > Window)
                {
                    _strikes.TryRemove(peer, out _);
                }
            }
        }
    }
}
