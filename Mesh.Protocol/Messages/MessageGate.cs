using System.Collections.Concurrent;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>
/// Lets advertisements and heartbeats through that are well-formed, by the author they name, of their time and newer than the author's last on the topic.
/// The others are dropped and counted by reason. Thread-safe.
/// </summary>
public sealed class MessageGate(TimeProvider time, int maxAuthors = 100_000)
{
    private readonly ConcurrentDictionary<(string Topic, string Author), (long Sequence, DateTimeOffset HeardAt)> _last = new();
    private readonly ConcurrentDictionary<string, long> _dropped = new();

    /// <summary>How many messages were dropped, by <see cref="DropReason"/>.</summary>
    public IReadOnlyDictionary<string, long> Dropped => new Dictionary<string, long>(_dropped);

    /// <summary>The advertisement in the message, or <see langword="null"/> when it was dropped.</summary>
    public NodeAdvertisement? Advertisement(MeshMessage message)
    {
        NodeAdvertisement? read = Read(message, AdvertisementJson.Read);
        if (read is null)
        {
            return null;
        }

        string suffix = $"/p2p/{read.NodeId}";
        if (!read.ListenAddresses.All(a => a.EndsWith(suffix, StringComparison.Ordinal)))
        {
            return Drop<NodeAdvertisement>(DropReason.Malformed);
        }

        if (read.ListenAddresses.Any(a => a.StartsWith("/ip4/0.0.0.0/", StringComparison.Ordinal) || a.StartsWith("/ip6/::/", StringComparison.Ordinal)))
        {
            return Drop<NodeAdvertisement>(DropReason.Address);
        }

        return Passes(message, read.NodeId, read.EmittedAt, read.Sequence) ? read : null;
    }

    /// <summary>The heartbeat in the message, or <see langword="null"/> when it was dropped.</summary>
    public NodeHeartbeat? Heartbeat(MeshMessage message) =>
        Read(message, HeartbeatJson.Read) is { } read && Passes(message, read.NodeId, read.EmittedAt, read.Sequence) ? read : null;

    /// <summary>Counts a message that was dropped elsewhere.</summary>
    public void Count(string reason) => _dropped.AddOrUpdate(reason, 1, (_, n) => n + 1);

    private T? Read<T>(MeshMessage message, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Payload.Length > MeshLimits.PubSubMessage)
        {
            return Drop<T>(DropReason.Oversized);
        }

        try
        {
            return read(message.Payload);
        }
        catch (FormatException)
        {
            return Drop<T>(DropReason.Malformed);
        }
    }

    private bool Passes(MeshMessage message, string nodeId, DateTimeOffset emittedAt, long sequence)
    {
        DateTimeOffset now = time.GetUtcNow();
        string? reason = nodeId != message.Author ? DropReason.Author
            : now - emittedAt > MeshLimits.MaxAge ? DropReason.TooOld
            : emittedAt - now > MeshLimits.MaxFuture ? DropReason.FromTheFuture
            : null;
        if (reason is null)
        {
            (string, string) key = (message.Topic, message.Author);
            bool rises = false;
            if (_last.Count >= maxAuthors && !_last.ContainsKey(key) && !MakeRoom(now))
            {
                reason = DropReason.TooManyAuthors;
            }
            else
            {
                _last.AddOrUpdate(key, _ => Take((long.MinValue, now)), (_, last) => Take(last));
                reason = rises ? null : DropReason.Sequence;
            }

            (long, DateTimeOffset) Take((long Sequence, DateTimeOffset HeardAt) last)
            {
                rises = sequence > last.Sequence;
                return rises ? (sequence, now) : last;
            }
        }

        if (reason is not null)
        {
            Count(reason);
        }

        return reason is null;
    }

    /// <remarks>Repetitions of what was heard long ago fail by their age, so those authors need not be remembered.</remarks>
    private bool MakeRoom(DateTimeOffset now)
    {
        foreach (((string, string) key, (long _, DateTimeOffset heardAt)) in _last)
        {
            if (now - heardAt > MeshLimits.MaxAge + MeshLimits.MaxFuture)
            {
                _last.TryRemove(key, out _);
            }
        }

        return _last.Count < maxAuthors;
    }

    private T? Drop<T>(string reason)
        where T : class
    {
        Count(reason);
        return null;
    }
}
