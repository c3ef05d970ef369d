using System.Text.Json;

namespace Orleans.QuantumMesh.Storage;

/// <summary>The append-only log of what peers did: one JSON line an event, written to the disk in groups.</summary>
/// <remarks>Thread-safe. Nothing is ever dropped: a writer waits only while more lines are unwritten than the options allow.</remarks>
public interface IPeerLog
{
    /// <summary>Hands a line over to the writer and returns its position among the peer's lines; does not wait for the disk.</summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    long Write(string kind, string peerId, DateTimeOffset occurredAt, JsonElement body);

    /// <summary>The position of a peer's last line; 0 where it has none.</summary>
    long GetPosition(string peerId);

    /// <summary>Completes when everything written before is on the disk.</summary>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>The last lines of a peer that are on the disk, oldest first.</summary>
    Task<IReadOnlyList<PeerLogEntry>> ReadAsync(string peerId, int limit = 100, CancellationToken cancellationToken = default);
}
