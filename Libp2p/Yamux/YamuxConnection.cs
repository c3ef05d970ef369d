using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A Yamux session over a secured connection: its streams, its life and its end. The reading and the writing half are in files of their own.</summary>
internal sealed partial class YamuxConnection : IDisposable
{
    private const uint NormalTermination = 0;
    private const uint ProtocolError = 1;
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);
    private readonly Socket _socket;
    private readonly YamuxOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<YamuxStream> _onInbound;
    private readonly bool _isInitiator;
    private readonly Lock _table = new();
    private readonly Dictionary<uint, YamuxStream> _streams = [];
    private readonly SemaphoreSlim _unacknowledged;
    private readonly TaskCompletionSource<IOException> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _lifetime = new();
    private int _inboundStreams;
    private int _windowGrowth;
    private long _unread;
    private uint _nextStreamId;
    private IOException? _failure;
    private volatile bool _goingAway;

    public YamuxConnection(SecuredConnection secured, YamuxOptions options, TimeProvider time, Action<YamuxStream> onInbound)
    {
        _socket = secured.Socket;
        _sendCipher = secured.Send;
        _receiveCipher = secured.Receive;
        _isInitiator = secured.IsInitiator;
        RemotePeer = secured.RemotePeer;
        _options = options;
        _time = time;
        _onInbound = onInbound;
        _nextStreamId = _isInitiator ? 1u : 2u;
        _unacknowledged = new(options.MaxUnacknowledgedStreams);
        _sendOperation = new(this);
        _receiveOperation = new(this);
        Lifetime = _lifetime.Token;
        _lastReceived = time.GetTimestamp();
        secured.EncryptedRest.CopyTo(_input = new byte[Math.Max(InitialInput, secured.EncryptedRest.Length)], 0);
        _inputEnd = secured.EncryptedRest.Length;
        _plainRest = secured.PlainRest;
    }

    public PeerId RemotePeer { get; }

    /// <summary>Completes with the reason when the connection has ended.</summary>
    public Task<IOException> Closed => _closed.Task;

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Lifetime { get; }

    /// <summary>Whether this side may still open streams.</summary>
    public bool TakesStreams => _failure is null && !_goingAway;

    public YamuxOptions Options => _options;

    public TimeProvider Time => _time;

    /// <summary>The last measured round trip of a ping; zero until the first answer.</summary>
    public TimeSpan RoundTrip { get; private set; }

    public int StreamCount
    {
        get
        {
            lock (_table)
            {
                return _streams.Count;
            }
        }
    }

    /// <summary>Begins to read; streams may open from here on.</summary>
    public void Start()
    {
        SendPing();
        Flush();
        ThreadPool.UnsafeQueueUserWorkItem(static c => c.BeginReading(), this, preferLocal: true);
    }

    /// <summary>A new stream of this side; the peer hears of it with the first frame.</summary>
    /// <exception cref="IOException">The connection has ended, or the peer takes no more streams.</exception>
    public async ValueTask<YamuxStream> OpenStreamAsync(CancellationToken cancellationToken)
    {
        if (!_unacknowledged.Wait(0, CancellationToken.None))
        {
            await _unacknowledged.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_failure is not null || _goingAway)
        {
            _unacknowledged.Release();
            throw new IOException("the connection takes no more streams", _failure);
        }

        return new YamuxStream(this, 0);
    }

    /// <summary>Says goodbye, waits briefly until that is out, and ends the connection.</summary>
    public async Task CloseAsync(string reason)
    {
        _goingAway = true;
        EnqueueControl(new(YamuxType.GoAway, YamuxFlags.None, 0, NormalTermination));
        Flush();
        await AbortAfterAsync(WhenFlushedAsync(), new IOException(reason)).ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once: every stream fails with the reason.</summary>
    public void Abort(IOException reason)
    {
        if (Interlocked.CompareExchange(ref _failure, reason, null) is not null)
        {
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }

        _socket.Dispose();
        EndWriting();
        YamuxStream[] streams;
        lock (_table)
        {
            streams = [.. _streams.Values];
            _streams.Clear();
        }

        foreach (YamuxStream stream in streams)
        {
            stream.OnConnectionEnded(reason);
        }

        _closed.TrySetResult(reason);
        ThreadPool.UnsafeQueueUserWorkItem(static c => c.EndLifetime(), this, preferLocal: false);
    }

    /// <inheritdoc />
    public void Dispose() => Abort(new IOException("the connection was closed by this side"));

    /// <summary>To be called about once a second: keep-alive, dead peers, streams whose time is up.</summary>
    public void Tick()
    {
        long now = _time.GetTimestamp();
        List<YamuxStream>? late = null;
        bool done;
        lock (_table)
        {
            done = _goingAway && _streams.Count == 0;
            foreach (YamuxStream stream in _streams.Values)
            {
                if (stream.Deadline is var deadline && deadline != 0 && now > deadline)
                {
                    (late ??= []).Add(stream);
                }
            }
        }

        late?.ForEach(s => s.Reset());
        CheckPeer(now);
        if (done)
        {
            Abort(new IOException($"{RemotePeer} went away"));
        }
    }

    /// <summary>A timestamp so far in the future.</summary>
    public long After(TimeSpan delay) => _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Gives a new inbound stream to its handler.</summary>
    public void Hand(YamuxStream stream) => _onInbound(stream);

    public void Remove(YamuxStream stream)
    {
        lock (_table)
        {
            if (_streams.Remove(stream.Id) && stream.IsInbound)
            {
                _inboundStreams--;
            }
        }
    }

    public void ReleaseUnacknowledged() => _unacknowledged.Release();

    /// <summary>Takes from the connection's budget of window growth.</summary>
    public bool TryGrowWindow(int by)
    {
        if (Interlocked.Add(ref _windowGrowth, by) <= _options.MaxWindowGrowth)
        {
            return true;
        }

        Interlocked.Add(ref _windowGrowth, -by);
        return false;
    }

    public void ReturnWindowGrowth(int by) => Interlocked.Add(ref _windowGrowth, -by);

    /// <summary>Counts received bytes that wait for their readers.</summary>
    /// <exception cref="InvalidDataException">They are more than the connection may hold.</exception>
    public void CountUnread(int by)
    {
        if (Interlocked.Add(ref _unread, by) > _options.MaxUnread && by > 0)
        {
            throw new InvalidDataException($"more than {_options.MaxUnread} bytes wait for the streams' readers");
        }
    }

    private void EndLifetime()
    {
        try
        {
            _lifetime.Cancel();
        }
        catch (AggregateException)
        {
            // What a handler registered on the token failed; the connection has ended all the same.
        }
    }

    private void Fail(Exception exception)
    {
        IOException reason = new($"the connection to {RemotePeer} ended: {exception.Message}", exception);
        Task flushed = Task.CompletedTask;
        if (exception is InvalidDataException)
        {
            _goingAway = true;
            EnqueueControl(new(YamuxType.GoAway, YamuxFlags.None, 0, ProtocolError));
            Flush();
            flushed = WhenFlushedAsync();
        }

        if (flushed.IsCompleted)
        {
            Abort(reason);
        }
        else
        {
            _ = AbortAfterAsync(flushed, reason);
        }
    }

    private async Task AbortAfterAsync(Task flushed, IOException reason)
    {
        try
        {
            await flushed.WaitAsync(GoodbyeTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A peer that does not read is not waited for.
        }

        Abort(reason);
    }
}
