using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage.Sqlite;

internal sealed partial class JournalWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Count} batches; those who wait are told.")]
    private partial void LogCommitFailed(Exception error, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch for {Stream} could not be written.")]
    private partial void LogBatchFailed(Exception error, string stream);
}
