using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The writing half: frames gather in one batch while another is on its way, so that a lone frame leaves at once and many leave together.</summary>
internal sealed partial class YamuxConnection
{
    /// <summary>The largest DATA body sent; with its header it fits one Noise frame.</summary>
    public const int MaxDataBody = 32 * 1024;

    private const int MaxPendingData = 128 * 1024;
    private const int MaxPendingControl = MaxPendingData + (512 * 1024);
    private readonly Lock _gate = new();
    private readonly NoiseCipher _sendCipher;
    private readonly SendOperation _sendOperation;
    private NoiseBatch _pending = new();
    private NoiseBatch _sending = new();
    private TaskCompletionSource? _space;
    private Memory<byte> _unsent;
    private bool _flushing;
    private bool _writingEnded;
    private long _sendBegan;

    /// <summary>Queues a stream's frame, with SYN or ACK on its first one; false when too much is waiting for the peer (then wait for <see cref="SpaceAsync"/>).</summary>
    /// <remarks>The caller holds the stream's lock, so that its frames leave in order.</remarks>
    public bool TryEnqueueData(YamuxStream stream, YamuxFlags flags, ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            if (_writingEnded)
            {
                throw new IOException("the connection has ended", _failure);
            }

            if (_pending.Length >= MaxPendingData && flags == YamuxFlags.None)
            {
                return false;
            }

            Append(stream, YamuxType.Data, flags, (uint)body.Length, body);
            return true;
        }
    }

    /// <summary>Queues a window update or reset of a stream.</summary>
    public void EnqueueWindowUpdate(YamuxStream stream, YamuxFlags flags, uint delta)
    {
        lock (_gate)
        {
            Append(stream, YamuxType.WindowUpdate, flags, delta, default);
        }
    }

    public void EnqueueControl(YamuxFrame frame)
    {
        Span<byte> header = stackalloc byte[YamuxFrame.HeaderSize];
        frame.Write(header);
        lock (_gate)
        {
            if (!_writingEnded)
            {
                _pending.Append(header);
            }
        }
    }

    /// <summary>Completes when there is room for data again, or the connection has ended.</summary>
    public Task SpaceAsync() => WhenPendingBelow(MaxPendingData);

    /// <summary>Sends what is queued, on this thread as far as the socket takes it, unless another thread is at it.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_flushing || _writingEnded || _pending.Length == 0)
            {
                return;
            }

            _flushing = true;
            (_pending, _sending) = (_sending, _pending);
        }

        SealAndSend();
    }

    private void Append(YamuxStream stream, YamuxType type, YamuxFlags flags, uint length, ReadOnlySpan<byte> body)
    {
        if (_writingEnded)
        {
            return;
        }

        if (!stream.IsAnnounced)
        {
            flags |= Announce(stream);
        }

        Span<byte> header = stackalloc byte[YamuxFrame.HeaderSize];
        new YamuxFrame(type, flags, stream.Id, length).Write(header);
        _pending.Append(header);
        _pending.Append(body);
    }

    /// <remarks>Ids are given in the order in which the streams' first frames leave.</remarks>
    private YamuxFlags Announce(YamuxStream stream)
    {
        stream.IsAnnounced = true;
        if (stream.IsInbound)
        {
            return YamuxFlags.Ack;
        }

        stream.Id = _nextStreamId;
        _nextStreamId += 2;
        lock (_table)
        {
            _streams.Add(stream.Id, stream);
        }

        return YamuxFlags.Syn;
    }

    private void SealAndSend()
    {
#pragma warning disable CA1031 // A connection that cannot be written to has ended, for whatever reason.
        try
        {
            _unsent = _sending.Seal(_sendCipher);
        }
        catch (Exception e)
#pragma warning restore CA1031
        {
            Stop(e);
            return;
        }

        Send();
    }

    /// <remarks>Runs on one thread at a time: whoever set <see cref="_flushing"/>, or the socket's completion.</remarks>
    private void Send()
    {
        try
        {
            while (!_unsent.IsEmpty)
            {
                _sendOperation.SetBuffer(_unsent);
                Volatile.Write(ref _sendBegan, _time.GetTimestamp());
                if (_socket.SendAsync(_sendOperation))
                {
                    return;
                }

                if (!TakeSent())
                {
                    return;
                }
            }

            EndBatch();
        }
#pragma warning disable CA1031 // A connection that cannot be written to has ended, for whatever reason.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Stop(e);
        }
    }

    private void OnSent()
    {
        if (TakeSent())
        {
            Send();
        }
    }

    private bool TakeSent()
    {
        Volatile.Write(ref _sendBegan, 0);
        if (_sendOperation.SocketError != SocketError.Success)
        {
            Stop(new SocketException((int)_sendOperation.SocketError));
            return false;
        }

        _unsent = _unsent[_sendOperation.BytesTransferred..];
        return true;
    }

    private void EndBatch()
    {
        TaskCompletionSource? space;
        bool more;
        bool ended;
        lock (_gate)
        {
            _sending.Clear();
            more = _pending.Length > 0 && !_writingEnded;
            ended = _writingEnded;
            _flushing = more;
            if (more)
            {
                (_pending, _sending) = (_sending, _pending);
            }

            space = _space;
            _space = null;
        }

        if (ended)
        {
            _sendCipher.Dispose();
        }

        space?.TrySetResult();
        if (more)
        {
            // The writer that began has sent its own; what others queued meanwhile is not its burden.
            ThreadPool.UnsafeQueueUserWorkItem(static c => c.SealAndSend(), this, preferLocal: false);
        }
    }

    private void Stop(Exception reason)
    {
        Abort(new IOException($"the connection to {RemotePeer} ended: {reason.Message}", reason));
        EndWriting();
        lock (_gate)
        {
            _flushing = false;
        }

        _sendCipher.Dispose();
    }

    private void EndWriting()
    {
        TaskCompletionSource? space;
        bool idle;
        lock (_gate)
        {
            _writingEnded = true;
            idle = !_flushing;
            space = _space;
            _space = null;
            _pending.Clear();
        }

        space?.TrySetResult();
        if (idle)
        {
            _sendCipher.Dispose();
        }
    }

    private Task WhenPendingBelow(int limit)
    {
        lock (_gate)
        {
            if (_pending.Length < limit || _writingEnded)
            {
                return Task.CompletedTask;
            }

            _space ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _space.Task;
        }
    }

    private async Task WhenFlushedAsync()
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (!_flushing || _writingEnded)
                {
                    return;
                }

                _space ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _space.Task;
            }

            await wait.ConfigureAwait(false);
        }
    }

    private sealed class SendOperation(YamuxConnection connection) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => connection.OnSent();
    }
}
