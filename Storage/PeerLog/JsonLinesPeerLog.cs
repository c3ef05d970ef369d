using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.QuantumMesh.Storage;

/// <summary>The peer log in a file of JSON lines. A torn last line (of a process that was killed) is cut off when the file is opened.</summary>
/// <remarks>Lines are written at once and brought to the disk together, a few times a second, so that the log does not compete with the journal for the disk.</remarks>
public sealed partial class JsonLinesPeerLog : IPeerLog, IAsyncDisposable
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<byte[]> _lines = new();
    private readonly Dictionary<string, long> _positions;
    private readonly PeerLogFile _file;
    private readonly int _limit;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private TaskCompletionSource? _flush;
    private bool _closed;
    private Exception? _failure;

    private JsonLinesPeerLog(PeerLogFile file, int limit, ILogger logger)
    {
        _logger = logger;
        _file = file;
        _limit = limit;
        _positions = file.CopyPositions();
        _thread = new Thread(Run) { IsBackground = true, Name = "peer log" };
        if (file.TornBytes > 0)
        {
            LogTorn(file.TornBytes);
        }

        _thread.Start();
    }

    /// <summary>Why the last write failed, or null while writing works.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Bytes cut off the end of the file when it was opened.</summary>
    public long TornBytes => _file.TornBytes;

    /// <summary>Opens or creates the log; at most <paramref name="limit"/> lines wait for the writer.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static JsonLinesPeerLog Open(string path, int limit = 65_536, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new JsonLinesPeerLog(PeerLogFile.Open(path), limit, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public long Write(string kind, string peerId, DateTimeOffset occurredAt, JsonElement body)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentException.ThrowIfNullOrWhiteSpace(peerId);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"The body of a line is a JSON object, not {body.ValueKind}.", nameof(body));
        }

        lock (_gate)
        {
            while (_lines.Count >= _limit && !_closed)
            {
                Monitor.Wait(_gate);
            }

            ObjectDisposedException.ThrowIf(_closed, this);
            long position = _positions.GetValueOrDefault(peerId) + 1;
            _lines.Enqueue(PeerLogLine.Format(new PeerLogEntry(kind, peerId, position, occurredAt, body)));
            _positions[peerId] = position;
            Monitor.PulseAll(_gate);
            return position;
        }
    }

    /// <inheritdoc/>
    public long GetPosition(string peerId)
    {
        lock (_gate)
        {
            return _positions.GetValueOrDefault(peerId);
        }
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _flush ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.PulseAll(_gate);
            return _flush.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerLogEntry>> ReadAsync(string peerId, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(peerId);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Task.Run(() => _file.ReadLast(peerId, limit, cancellationToken), cancellationToken);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            Monitor.PulseAll(_gate);
        }

        await Task.Run(_thread.Join).ConfigureAwait(false);
        _file.Dispose();
    }

    private void Run()
    {
        var unwritten = new List<byte[]>();
        bool closing = false;
        while (!closing)
        {
            TaskCompletionSource? flush;
            lock (_gate)
            {
                while (_lines.Count == 0 && _flush is null && !_closed && Patience(unwritten.Count > 0) is { } patience)
                {
                    if (!Monitor.Wait(_gate, patience))
                    {
                        break;
                    }
                }

                closing = _closed;
                (flush, _flush) = (_flush, null);
                unwritten.AddRange(_lines);
                _lines.Clear();
                Monitor.PulseAll(_gate);
            }

            Exception? failure = Store(unwritten, sync: closing || flush is not null);
            Report(failure);
            if (failure is null)
            {
                flush?.SetResult();
            }
            else
            {
                flush?.SetException(failure);
            }
        }
    }

    private void Report(Exception? failure)
    {
        Exception? before = _failure;
        Volatile.Write(ref _failure, failure);
        if (failure is not null && before is null)
        {
            LogFailed(failure);
        }
        else if (failure is null && before is not null)
        {
            LogRecovered();
        }
    }

    /// <summary>How long nothing needs doing if nobody writes; null where something is due.</summary>
    private TimeSpan? Patience(bool failed)
    {
        if (failed)
        {
            return RetryInterval;
        }

        if (_file.UnsyncedFor is not { } age)
        {
            return Timeout.InfiniteTimeSpan;
        }

        return age < SyncInterval ? SyncInterval - age : null;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failing disk shows in the status and is tried again; it does not end the process.")]
    private Exception? Store(List<byte[]> unwritten, bool sync)
    {
        try
        {
            _file.Append(unwritten);
            unwritten.Clear();
            if (sync || _file.UnsyncedFor >= SyncInterval)
            {
                _file.Sync();
            }

            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
