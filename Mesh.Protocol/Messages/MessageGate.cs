using System.Collections.Concurrent;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>
/// Lets advertisements and heartbeats through that are well-formed, by the author they name, of their time and newer than the author's last on the topic.
/// The others are dropped and counted by reason. Thread-safe.
/// </summary>
public sealed class MessageGate(TimeProvider time, int maxAuthors = 100_000)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Topic, string Author), (long Sequence, DateTimeOffset HeardAt)> _last = new();
    private readonly ConcurrentDictionary<string, long> _dropped = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _toldAt = new();

    /// <summary>Tells of an author whose message was dropped and why; once a minute for each reason, and not of repetitions, which are usual.</summary>
    public event Action<string, string>? Told;

    /// <summary>How many messages were dropped, by <see cref="DropReason"/>.</summary>
    public IReadOnlyDictionary<string, long> Dropped => new Dictionary<string, long>(_dropped);

    /// <summary>The advertisement in the message, or <see langword="null"/> when it was dropped; and whether others should get it.</summary>
    public NodeAdvertisement? Advertisement(MeshMessage message, out MeshVerdict verdict)
    {
        NodeAdvertisement? read = Read(message, AdvertisementJson.Read, out string? reason);
        if (read is not null)
        {
            reason = AddressFault(read) ?? Fault(message, read.NodeId, read.EmittedAt, read.Sequence);
        }

        verdict = Judge(message, reason);
        return reason is null ? read : null;
    }

    /// <summary>The heartbeat in the message, or <see langword="null"/> when it was dropped; and whether others should get it.</summary>
    public NodeHeartbeat? Heartbeat(MeshMessage message, out MeshVerdict verdict)
    {
        NodeHeartbeat? read = Read(message, HeartbeatJson.Read, out string? reason);
        if (read is not null)
        {
            reason = Fault(message, read.NodeId, read.EmittedAt, read.Sequence);
        }

        verdict = Judge(message, reason);
        return reason is null ? read : null;
    }

    /// <summary>Counts a message that was dropped elsewhere.</summary>
    public void Count(string reason) => _dropped.AddOrUpdate(reason, 1, (_, n) => n + 1);

    private static T? Read<T>(MeshMessage message, Func<ReadOnlyMemory<byte>, T> read, out string? reason)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        reason = message.Payload.Length > MeshLimits.PubSubMessage ? DropReason.Oversized : null;
        if (reason is not null)
        {
            return null;
        }

        try
        {
            return read(message.Payload);
        }
        catch (FormatException)
        {
            reason = DropReason.Malformed;
            return null;
        }
    }

    private static string? AddressFault(NodeAdvertisement advertisement)
    {
        string suffix = $"/p2p/{advertisement.NodeId}";
        return !advertisement.ListenAddresses.All(a => a.EndsWith(suffix, StringComparison.Ordinal)) ? DropReason.Malformed
            : advertisement.ListenAddresses.Any(a => a.StartsWith("/ip4/0.0.0.0/", StringComparison.Ordinal) || a.StartsWith("/ip6/::/", StringComparison.Ordinal)) ? DropReason.Address
            : null;
    }

    private string? Fault(MeshMessage message, string nodeId, DateTimeOffset emittedAt, long sequence)
    {
        DateTimeOffset now = time.GetUtcNow();
        return nodeId != message.Author ? DropReason.Author
            : now - emittedAt > MeshLimits.MaxAge ? DropReason.TooOld
            : emittedAt - now > MeshLimits.MaxFuture ? DropReason.FromTheFuture
            : SequenceFault((message.Topic, message.Author), sequence, now);
    }

    private string? SequenceFault((string Topic, string Author) key, long sequence, DateTimeOffset now)
    {
        if (_last.Count >= maxAuthors && !_last.ContainsKey(key) && !MakeRoom(now))
        {
            return DropReason.TooManyAuthors;
        }

        bool rises = true;
        _last.AddOrUpdate(
            key,
            _ =>
            {
                rises = true;
                return (sequence, now);
            },
            (_, last) =>
            {
                rises = sequence > last.Sequence;
                return rises ? (sequence, now) : last;
            });
        return rises ? null : DropReason.Sequence;
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

    private MeshVerdict Judge(MeshMessage message, string? reason)
    {
        if (reason is null)
        {
            return MeshVerdict.Accept;
        }

        Count(reason);
        DateTimeOffset now = time.GetUtcNow();
        if (reason != DropReason.Sequence && (!_toldAt.TryGetValue(reason, out DateTimeOffset last) || now - last >= Quiet))
        {
            _toldAt[reason] = now;
            Told?.Invoke(message.Author, reason);
        }

        return reason is DropReason.Oversized or DropReason.Malformed or DropReason.Author or DropReason.Address ? MeshVerdict.Reject : MeshVerdict.Ignore;
    }
}
