using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage;

public sealed partial class JsonLinesPeerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The peer log ended in {Bytes} bytes of a torn line; they were cut off.")]
    private partial void LogTorn(long bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "The peer log cannot be written; its lines wait and are tried again.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The peer log is written again.")]
    private partial void LogRecovered();
}
