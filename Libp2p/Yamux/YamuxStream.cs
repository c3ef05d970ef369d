namespace Orleans.QuantumMesh.Libp2p;

/// <summary>One Yamux stream: the two directions' states and the sending side. Receiving is in a file of its own.</summary>
internal sealed partial class YamuxStream : IByteChannel
{
    private readonly YamuxConnection _connection;
    private readonly Lock _lock = new();
    private long _sendWindow = YamuxOptions.InitialWindow;
    private bool _acknowledged;
    private bool _writing;
    private bool _finSent;
    private bool _finReceived;
    private bool _removed;
    private IOException? _failure;
    private TaskCompletionSource? _windowOpened;
    private long _deadline;

    public YamuxStream(YamuxConnection connection, uint id)
    {
        _connection = connection;
        Id = id;
        IsInbound = id != 0;
        _windowUpdated = connection.Time.GetTimestamp();
    }

    /// <summary>0 until an outbound stream's first frame is queued.</summary>
    public uint Id { get; set; }

    public bool IsInbound { get; }

    /// <summary>Whether SYN or ACK has been sent.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>The timestamp after which the stream is reset; 0 for never.</summary>
    public long Deadline
    {
        get => Volatile.Read(ref _deadline);
        set => Volatile.Write(ref _deadline, value);
    }

    public YamuxConnection Connection => _connection;

    /// <summary>Sends all bytes; one call at a time.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIfNotWritable();
            if (buffer.IsEmpty)
            {
                return default;
            }

            if (buffer.Length > Math.Min(_sendWindow, YamuxConnection.MaxDataBody) || !_connection.TryEnqueueData(this, YamuxFlags.None, buffer.Span))
            {
                _writing = true;
                return WriteInPartsAsync(buffer, cancellationToken);
            }

            _sendWindow -= buffer.Length;
        }

        _connection.Flush();
        return default;
    }

    /// <summary>Sends FIN; no more may be written.</summary>
    public void CloseWrite()
    {
        lock (_lock)
        {
            if (_finSent || _failure is not null)
            {
                return;
            }

            if (_writing)
            {
                throw new InvalidOperationException("the stream is being written to");
            }

            _finSent = true;
            _connection.TryEnqueueData(this, YamuxFlags.Fin, default);
            RemoveIfDone();
        }

        _connection.Flush();
    }

    /// <summary>Ends both directions; the peer sees RST.</summary>
    public void Reset()
    {
        Waiters waiters;
        lock (_lock)
        {
            if (_failure is not null || (_finSent && _finReceived && !_reading))
            {
                Discard();
                return;
            }

            _failure = new IOException("the stream was reset by this side");
            Discard();
            if (IsAnnounced || IsInbound)
            {
                _connection.EnqueueWindowUpdate(this, YamuxFlags.Rst, 0);
            }

            Remove();
            waiters = TakeWaiters();
        }

        _connection.Flush();
        waiters.Fail();
    }

    /// <summary>Ends this side for good: FIN if that is still to come; what the peer goes on sending is dropped, and RST follows should it not close in time.</summary>
    public void Close()
    {
        bool reset;
        Waiters waiters;
        lock (_lock)
        {
            if (_failure is not null || _discarding)
            {
                Discard();
                return;
            }

            _discarding = true;
            Discard();
            reset = _writing || (!IsAnnounced && !IsInbound);
            waiters = TakeReader(new IOException("the stream was closed by this side"));
            if (!reset)
            {
                Deadline = _connection.After(_connection.Options.CloseTimeout);
                if (!_finSent)
                {
                    _finSent = true;
                    try
                    {
                        _connection.TryEnqueueData(this, YamuxFlags.Fin, default);
                    }
                    catch (IOException)
                    {
                        // The connection has ended, and the stream with it.
                    }
                }

                RemoveIfDone();
            }
        }

        if (reset)
        {
            Reset();
        }
        else
        {
            _connection.Flush();
        }

        waiters.Fail();
    }

    /// <summary>The connection has ended: what came before a FIN can still be read, everything else fails.</summary>
    public void OnConnectionEnded(IOException reason)
    {
        Waiters waiters;
        lock (_lock)
        {
            _failure ??= new IOException(reason.Message, reason);
            _removed = true;
            Acknowledge();
            ReturnGrowth();
            waiters = TakeWaiters();
        }

        waiters.Fail();
    }

    private async ValueTask WriteInPartsAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                Task? wait = null;
                int count;
                lock (_lock)
                {
                    ThrowIfNotWritable(ownWrite: true);
                    count = (int)Math.Min(buffer.Length, Math.Min(_sendWindow, YamuxConnection.MaxDataBody));
                    if (count == 0)
                    {
                        _windowOpened ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                        wait = _windowOpened.Task;
                    }
                    else if (_connection.TryEnqueueData(this, YamuxFlags.None, buffer.Span[..count]))
                    {
                        _sendWindow -= count;
                    }
                    else
                    {
                        wait = _connection.SpaceAsync();
                    }
                }

                _connection.Flush();
                if (wait is null)
                {
                    buffer = buffer[count..];
                }
                else
                {
                    await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _writing = false;
            }
        }
    }

    private void ThrowIfNotWritable(bool ownWrite = false)
    {
        if (_failure is not null)
        {
            throw new IOException(_failure.Message, _failure);
        }

        if (_finSent)
        {
            throw new InvalidOperationException("the stream was closed for writing");
        }

        if (_writing && !ownWrite)
        {
            throw new InvalidOperationException("the stream is being written to; writes must not overlap");
        }
    }

    private void RemoveIfDone()
    {
        if (_finSent && _finReceived)
        {
            Remove();
        }
    }

    private void Remove()
    {
        if (!_removed)
        {
            _removed = true;
            Deadline = 0;
            Acknowledge();
            ReturnGrowth();
            _connection.Remove(this);
        }
    }

    private void Acknowledge()
    {
        if (!_acknowledged && !IsInbound)
        {
            _acknowledged = true;
            _connection.ReleaseUnacknowledged();
        }
    }

    private Waiters TakeWaiters()
    {
        Waiters waiters = TakeReader(_failure!);
        waiters.Writer = _windowOpened;
        _windowOpened = null;
        return waiters;
    }

    /// <summary>Those to be told of a failure once the lock is released.</summary>
    private ref struct Waiters
    {
        public YamuxStream? Reader;
        public TaskCompletionSource? Writer;
        public IOException? Reason;

        public readonly void Fail()
        {
            Writer?.TrySetResult();
            if (Reader is not null)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    static read => read.Reader._source.SetException(read.Reason),
                    (Reader, Reason: Reason!),
                    preferLocal: false);
            }
        }
    }
}
