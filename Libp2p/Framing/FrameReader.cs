using System.Buffers;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Reads frames (unsigned varint length, then that many bytes) from a stream. One reader at a time; owns its buffer, not the stream.</summary>
public sealed class FrameReader : IDisposable
{
    private const int InitialBuffer = 4096;
    private readonly IPeerStream _stream;
    private readonly int _maxFrame;
    private byte[] _buffer;
    private int _start;
    private int _end;

    /// <summary>Reads from the stream; a frame longer than <paramref name="maxFrame"/> bytes is refused.</summary>
    public FrameReader(IPeerStream stream, int maxFrame)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxFrame);
        _stream = stream;
        _maxFrame = maxFrame;
        _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    }

    /// <summary>The next frame, valid until the next call; null when the peer has closed its side between two frames.</summary>
    /// <exception cref="InvalidDataException">The frame is longer than allowed, or its length is no varint.</exception>
    /// <exception cref="EndOfStreamException">The peer closed its side within a frame.</exception>
    /// <exception cref="IOException">The stream was reset or its connection ended.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        int total;
        while (!TryMeasure(out total))
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return _start == _end ? null : throw new EndOfStreamException("the stream ended within a frame");
            }
        }

        while (_end - _start < total)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EndOfStreamException("the stream ended within a frame");
            }
        }

        ReadOnlyMemory<byte> frame = _buffer.AsMemory(_start, total);
        _start += total;
        return frame;
    }

    /// <summary>Gives the buffer back; frames handed out before are no longer valid.</summary>
    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryMeasure(out int length)
    {
        length = 0;
        if (!Varint.TryRead(_buffer.AsSpan(_start, _end - _start), out ulong value, out int prefix))
        {
            return false;
        }

        if (value > (ulong)_maxFrame)
        {
            throw new InvalidDataException($"a frame of {value} bytes came where at most {_maxFrame} are allowed");
        }

        _start += prefix;
        length = (int)value;
        return true;
    }

    /// <remarks>The buffer grows with the bytes that came, not with the length that the peer claims.</remarks>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
