using System.Text.Json;

namespace Orleans.QuantumMesh.Storage;

/// <summary>A line of the peer log.</summary>
/// <param name="Kind">protocol.received, reservation.transition, execution.transition, package.install or peer.sync_checkpoint.</param>
/// <param name="PeerId">The peer it concerns.</param>
/// <param name="Position">Place among this peer's lines, from 1.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Body">What happened, a JSON object.</param>
public sealed record PeerLogEntry(string Kind, string PeerId, long Position, DateTimeOffset OccurredAt, JsonElement Body);
