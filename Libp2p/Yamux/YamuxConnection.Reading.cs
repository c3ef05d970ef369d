using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The reading half: a pump that the socket's completions drive. It arms the next receive before it lets a stream's reader go on, on this thread, so that a slow reader never holds up the connection.</summary>
internal sealed partial class YamuxConnection
{
    private const int InitialInput = 16 * 1024;
    private const int MaxInput = 160 * 1024;
    private const uint MaxIgnoredData = 16 * 1024 * 1024;
    private readonly NoiseCipher _receiveCipher;
    private readonly ReceiveOperation _receiveOperation;
    private readonly byte[] _header = new byte[YamuxFrame.HeaderSize];
    private byte[] _input;
    private byte[] _plainRest;
    private int _inputStart;
    private int _inputEnd;
    private int _headerLength;
    private uint _bodyLeft;
    private YamuxStream? _bodyStream;
    private long _lastReceived;
    private long _pingSent;
    private uint _pingValue;
    private bool _readingEnded;

    private void BeginReading()
    {
        ReadyStreams ready = default;
        try
        {
            ReadPlain(_plainRest, ref ready);
            _plainRest = [];
        }
#pragma warning disable CA1031 // Nothing that a peer sends may end more than its connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
            EndReading();
            return;
        }

        Pump(ready);
    }

    private void OnReceived()
    {
        if (TakeReceived())
        {
            Pump(default);
        }
    }

    private bool TakeReceived()
    {
        if (_receiveOperation.SocketError != SocketError.Success || _receiveOperation.BytesTransferred == 0)
        {
            Abort(new IOException(_receiveOperation.SocketError == SocketError.Success
                ? $"{RemotePeer} closed the connection"
                : $"the connection to {RemotePeer} ended: {_receiveOperation.SocketError}"));
            EndReading();
            return false;
        }

        _inputEnd += _receiveOperation.BytesTransferred;
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        return true;
    }

    private void Pump(ReadyStreams ready)
    {
        try
        {
            while (true)
            {
                ReadFrames(ref ready);
                Flush();
                Task space = WhenPendingBelow(MaxPendingControl);
                if (!space.IsCompleted)
                {
                    // The peer asks for answers and does not read them: nothing more is taken until it does.
                    ready.Queue();
                    space.ContinueWith(static (_, c) => ((YamuxConnection)c!).Pump(default), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                    return;
                }

                MakeRoom();
                _receiveOperation.SetBuffer(_input, _inputEnd, _input.Length - _inputEnd);
                if (_socket.ReceiveAsync(_receiveOperation))
                {
                    break;
                }

                ready.Queue();
                ready = default;
                if (!TakeReceived())
                {
                    return;
                }
            }
        }
#pragma warning disable CA1031 // Nothing that a peer sends may end more than its connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
            ready.Queue();
            EndReading();
            return;
        }

        ready.Run();
    }

    private void EndReading()
    {
        if (!_readingEnded)
        {
            _readingEnded = true;
            _receiveCipher.Dispose();
        }
    }

    private void ReadFrames(ref ReadyStreams ready)
    {
        while (_inputEnd - _inputStart >= 2)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(_inputStart));
            if (_inputEnd - _inputStart < 2 + length)
            {
                break;
            }

            Span<byte> frame = _input.AsSpan(_inputStart + 2, length);
            if (!_receiveCipher.TryDecrypt(frame))
            {
                throw new IOException("a Noise frame does not decrypt");
            }

            _inputStart += 2 + length;
            ReadPlain(frame[..^NoiseCipher.TagSize], ref ready);
        }
    }

    private void MakeRoom()
    {
        int waiting = _inputEnd - _inputStart;
        bool full = _inputEnd == _input.Length && _inputStart == 0;
        if (full || (waiting >= 2 && 2 + BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(_inputStart)) > _input.Length))
        {
            byte[] larger = new byte[MaxInput];
            _input.AsSpan(_inputStart, waiting).CopyTo(larger);
            _input = larger;
        }
        else if (_inputStart > 0)
        {
            _input.AsSpan(_inputStart, waiting).CopyTo(_input);
        }

        _inputStart = 0;
        _inputEnd = waiting;
    }

    private void ReadPlain(ReadOnlySpan<byte> bytes, ref ReadyStreams ready)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                int count = (int)Math.Min((uint)bytes.Length, _bodyLeft);
                if (_bodyStream is { } stream && stream.Deliver(bytes[..count]))
                {
                    ready.Add(stream);
                }

                _bodyLeft -= (uint)count;
                bytes = bytes[count..];
                continue;
            }

            int part = Math.Min(bytes.Length, YamuxFrame.HeaderSize - _headerLength);
            bytes[..part].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += part;
            bytes = bytes[part..];
            if (_headerLength == YamuxFrame.HeaderSize)
            {
                _headerLength = 0;
                OnFrame(YamuxFrame.Read(_header), ref ready);
            }
        }
    }

    private void OnFrame(YamuxFrame frame, ref ReadyStreams ready)
    {
        switch (frame.Type)
        {
            case YamuxType.Ping when frame.Flags.HasFlag(YamuxFlags.Syn):
                EnqueueControl(frame with { Flags = YamuxFlags.Ack, StreamId = 0 });
                break;
            case YamuxType.Ping:
                OnPong(frame.Length);
                break;
            case YamuxType.GoAway:
                _goingAway = true;
                if (frame.Length != NormalTermination)
                {
                    throw new IOException($"the peer went away with code {frame.Length}");
                }

                break;
            default:
                OnStreamFrame(frame, ref ready);
                break;
        }
    }

    private void OnStreamFrame(YamuxFrame frame, ref ReadyStreams ready)
    {
        YamuxStream? stream = frame.Flags.HasFlag(YamuxFlags.Syn) ? Accept(frame, ref ready) : Find(frame.StreamId);
        if (frame.Type == YamuxType.Data)
        {
            _bodyStream = stream;
            _bodyLeft = frame.Length;
            if (stream is null && frame.Length > MaxIgnoredData)
            {
                throw new InvalidDataException($"{frame.Length} bytes came for a stream that is not open");
            }
        }

        if (stream is not null && stream.OnFrame(frame))
        {
            ready.Add(stream);
        }
    }

    private YamuxStream? Find(uint id)
    {
        lock (_table)
        {
            return _streams.GetValueOrDefault(id);
        }
    }

    private YamuxStream? Accept(YamuxFrame frame, ref ReadyStreams ready)
    {
        uint id = frame.StreamId;
        if (id == 0 || (id & 1) == (_isInitiator ? 1 : 0))
        {
            throw new InvalidDataException($"the peer opened a stream with the id {id}, which is not its to give");
        }

        YamuxStream? stream = null;
        lock (_table)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            if (_streams.ContainsKey(id))
            {
                throw new InvalidDataException($"the peer opened the stream {id} twice");
            }

            if (_inboundStreams < _options.MaxInboundStreams && !_goingAway)
            {
                stream = new YamuxStream(this, id) { Deadline = After(_options.NegotiationTimeout) };
                _streams.Add(id, stream);
                _inboundStreams++;
            }
        }

        if (stream is null)
        {
            EnqueueControl(new(YamuxType.WindowUpdate, YamuxFlags.Rst, id, 0));
        }
        else
        {
            ready.Add(stream);
        }

        return stream;
    }

    private void SendPing()
    {
        Volatile.Write(ref _pingSent, _time.GetTimestamp());
        EnqueueControl(new(YamuxType.Ping, YamuxFlags.Syn, 0, ++_pingValue));
    }

    private void OnPong(uint value)
    {
        long sent = Volatile.Read(ref _pingSent);
        if (sent != 0 && value == _pingValue)
        {
            RoundTrip = _time.GetElapsedTime(sent);
            Volatile.Write(ref _pingSent, 0);
        }
    }

    private void CheckPeer(long now)
    {
        long pingSent = Volatile.Read(ref _pingSent);
        long sendBegan = Volatile.Read(ref _sendBegan);
        if (pingSent != 0 && _time.GetElapsedTime(Math.Max(pingSent, Volatile.Read(ref _lastReceived)), now) > _options.PeerTimeout)
        {
            Abort(new IOException($"{RemotePeer} does not answer"));
        }
        else if (sendBegan != 0 && _time.GetElapsedTime(sendBegan, now) > _options.PeerTimeout)
        {
            Abort(new IOException($"{RemotePeer} does not read"));
        }
        else if (pingSent == 0 && _time.GetElapsedTime(Volatile.Read(ref _lastReceived), now) > _options.KeepAliveInterval)
        {
            SendPing();
            Flush();
        }
    }

    private sealed class ReceiveOperation(YamuxConnection connection) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => connection.OnReceived();
    }

    /// <summary>Streams whose readers can go on after a batch of frames.</summary>
    private struct ReadyStreams
    {
        private YamuxStream? _first;
        private List<YamuxStream>? _others;

        public void Add(YamuxStream stream)
        {
            if (!stream.TryMarkReady())
            {
                return;
            }

            if (_first is null)
            {
                _first = stream;
            }
            else
            {
                (_others ??= []).Add(stream);
            }
        }

        /// <summary>Lets the first go on here and the others on the pool.</summary>
        public readonly void Run()
        {
            QueueOthers();
            _first?.Signal();
        }

        public readonly void Queue()
        {
            QueueOthers();
            if (_first is { } stream)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static s => s.Signal(), stream, preferLocal: false);
            }
        }

        private readonly void QueueOthers()
        {
            if (_others is not null)
            {
                foreach (YamuxStream other in _others)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(static s => s.Signal(), other, preferLocal: true);
                }
            }
        }
    }
}
