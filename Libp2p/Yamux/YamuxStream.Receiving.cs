using System.Threading.Tasks.Sources;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The receiving side: bytes go straight into a waiting reader's buffer, else into a queue no longer than the window.</summary>
internal sealed partial class YamuxStream : IValueTaskSource<int>
{
    private readonly ReceiveQueue _queue = new();
    private ManualResetValueTaskSourceCore<int> _source;
    private CancellationTokenRegistration _cancellation;
    private Memory<byte> _readBuffer;
    private int _readFilled;
    private bool _reading;
    private bool _discarding;
    private bool _handed;
    private int _ready;
    private uint _finAfter;
    private int _receiveWindow = YamuxOptions.InitialWindow;
    private int _windowSize = YamuxOptions.InitialWindow;
    private int _consumed;
    private int _grown;
    private long _windowUpdated;

    /// <summary>Reads what is there; 0 at the end. One call at a time.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read;
        bool update;
        lock (_lock)
        {
            if (_reading)
            {
                throw new InvalidOperationException("the stream is being read from; reads must not overlap");
            }

            if (_queue.IsEmpty)
            {
                if (buffer.IsEmpty || (_finReceived && _finAfter == 0 && !_discarding))
                {
                    return new(0);
                }

                if (_failure is not null || _discarding)
                {
                    throw new IOException(_failure?.Message ?? "the stream was closed by this side", _failure);
                }

                cancellationToken.ThrowIfCancellationRequested();
                _reading = true;
                _readBuffer = buffer;
                _readFilled = 0;
                _source.Reset();
                ValueTask<int> pending = new(this, _source.Version);
                if (cancellationToken.CanBeCanceled)
                {
                    _cancellation = cancellationToken.UnsafeRegister(static (s, token) => ((YamuxStream)s!).CancelRead(token), this);
                }

                return pending;
            }

            read = Dequeue(buffer.Span);
            update = Consume(read);
        }

        if (update)
        {
            _connection.Flush();
        }

        return new(read);
    }

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Whether the pump has yet to be told that this stream can go on; set once between two signals.</summary>
    public bool TryMarkReady() => Interlocked.Exchange(ref _ready, 1) == 0;

    /// <summary>Applies a frame's header; true when a reader may have to be woken.</summary>
    /// <exception cref="InvalidDataException">More data than the window allows.</exception>
    public bool OnFrame(YamuxFrame frame)
    {
        Waiters waiters = default;
        TaskCompletionSource? window = null;
        bool wake = false;
        lock (_lock)
        {
            if (_removed)
            {
                return false;
            }

            if (frame.Flags.HasFlag(YamuxFlags.Ack))
            {
                Acknowledge();
            }

            if (frame.Type == YamuxType.WindowUpdate)
            {
                _sendWindow = Math.Min(_sendWindow + frame.Length, uint.MaxValue);
                window = _windowOpened;
                _windowOpened = null;
            }
            else if (frame.Length > (uint)_receiveWindow || (_finReceived && frame.Length > 0))
            {
                throw new InvalidDataException($"a stream got {frame.Length} bytes with a window of {_receiveWindow}");
            }
            else
            {
                _receiveWindow -= (int)frame.Length;
            }

            if (frame.Flags.HasFlag(YamuxFlags.Rst))
            {
                _failure ??= new IOException("the peer reset the stream");
                Discard();
                Remove();
                waiters = TakeWaiters();
            }
            else if (frame.Flags.HasFlag(YamuxFlags.Fin))
            {
                _finReceived = true;
                _finAfter = frame.Type == YamuxType.Data ? frame.Length : 0;
                wake = _finAfter == 0;
                RemoveIfDone();
            }
        }

        window?.TrySetResult();
        waiters.Fail();
        return wake;
    }

    /// <summary>Takes received bytes; true when the reader may have to be woken.</summary>
    public bool Deliver(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _finAfter -= _finReceived ? Math.Min(_finAfter, (uint)bytes.Length) : 0;
            if (_failure is not null || _discarding)
            {
                return false;
            }

            if (_reading && _queue.IsEmpty)
            {
                int count = Math.Min(bytes.Length, _readBuffer.Length - _readFilled);
                bytes[..count].CopyTo(_readBuffer.Span[_readFilled..]);
                _readFilled += count;
                bytes = bytes[count..];
            }

            _queue.Append(bytes);
            _connection.CountUnread(bytes.Length);
            return true;
        }
    }

    /// <summary>Lets an inbound stream's handler begin, or a waiting reader go on, on this thread.</summary>
    public void Signal()
    {
        Interlocked.Exchange(ref _ready, 0);
        if (IsInbound && !_handed)
        {
            _handed = true;
            if (Volatile.Read(ref _failure) is null)
            {
                _connection.Hand(this);
            }

            return;
        }

        int read;
        bool update;
        lock (_lock)
        {
            if (!_reading)
            {
                return;
            }

            if (_readFilled > 0)
            {
                read = _readFilled;
            }
            else if (!_queue.IsEmpty)
            {
                read = Dequeue(_readBuffer.Span);
            }
            else if (_finReceived && _finAfter == 0)
            {
                read = 0;
            }
            else
            {
                return;
            }

            update = Consume(read);
            EndRead();
        }

        if (update)
        {
            _connection.Flush();
        }

        _source.SetResult(read);
    }

    private void CancelRead(CancellationToken cancellationToken)
    {
        int read;
        lock (_lock)
        {
            if (!_reading)
            {
                return;
            }

            read = _readFilled;
            Consume(read);
            EndRead();
        }

        if (read > 0)
        {
            _connection.Flush();
            _source.SetResult(read);
        }
        else
        {
            _source.SetException(new OperationCanceledException(cancellationToken));
        }
    }

    private Waiters TakeReader(IOException reason)
    {
        Waiters waiters = default;
        if (_reading)
        {
            EndRead();
            waiters.Reader = this;
            waiters.Reason = reason;
        }

        return waiters;
    }

    private void EndRead()
    {
        _reading = false;
        _readBuffer = default;
        _readFilled = 0;
        _cancellation.Unregister();
        _cancellation = default;
    }

    /// <summary>Counts bytes that the reader took and gives the peer new window in halves; true when an update was queued.</summary>
    /// <remarks>The window doubles when the reader empties half of it within four round trips, for then the window, not the reader, is what holds the peer up.</remarks>
    private bool Consume(int count)
    {
        _consumed += count;
        if (_consumed < _windowSize / 2 || _finReceived || _failure is not null || _removed)
        {
            return false;
        }

        long now = _connection.Time.GetTimestamp();
        int delta = _consumed;
        if (_windowSize * 2L <= _connection.Options.MaxWindow
            && _connection.Time.GetElapsedTime(_windowUpdated, now) < 4 * _connection.RoundTrip
            && _connection.TryGrowWindow(_windowSize))
        {
            delta += _windowSize;
            _grown += _windowSize;
            _windowSize *= 2;
        }

        _windowUpdated = now;
        _consumed = 0;
        _receiveWindow += delta;
        _connection.EnqueueWindowUpdate(this, YamuxFlags.None, (uint)delta);
        return true;
    }

    private int Dequeue(Span<byte> destination)
    {
        int read = _queue.Read(destination);
        _connection.CountUnread(-read);
        return read;
    }

    private void Discard()
    {
        _connection.CountUnread(-_queue.Length);
        _queue.Clear();
    }

    private void ReturnGrowth()
    {
        if (_grown > 0)
        {
            _connection.ReturnWindowGrowth(_grown);
            _grown = 0;
        }
    }
}
