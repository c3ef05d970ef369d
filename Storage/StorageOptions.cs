using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.QuantumMesh.Storage;

/// <summary>How the embedded stores are opened.</summary>
public sealed record StorageOptions
{
    /// <summary>The data folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Most events in one transaction.</summary>
    public int LargestGroup { get; init; } = 256;

    /// <summary>Batches that may wait before <see cref="IJournal.AppendAsync"/> waits itself.</summary>
    public int QueueLimit { get; init; } = 4096;

    /// <summary>How large the journal's file may grow, in bytes; a full one refuses as a full disk does. <see langword="null"/>: as large as the disk.</summary>
    public long? MaximumJournalBytes { get; init; }

    /// <summary>Lines of the peer log that may be unwritten before <see cref="IPeerLog.Write"/> waits.</summary>
    public int PeerLogLimit { get; init; } = 65_536;

    /// <summary>Where the stores report what went wrong.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
