using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage.Sqlite;

internal sealed partial class JournalWriter
{
    // Without the stack: a full disk is told often, and the place is always this one.
    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Count} batches; those who wait are told: {Reason}")]
    private partial void LogCommitFailed(int count, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch for {Stream} could not be written: {Reason}")]
    private partial void LogBatchFailed(string stream, string reason);
}
