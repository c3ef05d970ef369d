using System.Buffers;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Reads multistream-select lines and keeps what came after them for the next layer.</summary>
internal sealed class MultistreamReader(IByteChannel channel) : IDisposable
{
    private const int MaxLine = 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxLine + 2);
    private int _start;
    private int _end;

    /// <summary>Whether a whole line has come already.</summary>
    public bool HasLine => TryMeasure(out int prefix, out int length) && _end - _start >= prefix + length;

    /// <summary>The bytes beyond the lines read so far.</summary>
    public byte[] Rest => _buffer.AsSpan(_start, _end - _start).ToArray();

    /// <summary>The next line without its newline.</summary>
    /// <exception cref="InvalidDataException">It is longer than 1 KiB or no line.</exception>
    /// <exception cref="EndOfStreamException">The peer closed first.</exception>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int prefix;
        int length;
        while (!TryMeasure(out prefix, out length) || _end - _start < prefix + length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            int read = await channel.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("the peer closed during protocol negotiation");
            }

            _end += read;
        }

        ReadOnlySpan<byte> line = _buffer.AsSpan(_start + prefix, length);
        _start += prefix + length;
        return line[^1] == '\n' ? Encoding.UTF8.GetString(line[..^1]) : throw new InvalidDataException("a multistream-select line does not end with a newline");
    }

    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryMeasure(out int prefix, out int length)
    {
        length = 0;
        if (!Varint.TryRead(_buffer.AsSpan(_start, _end - _start), out ulong value, out prefix))
        {
            return false;
        }

        length = value is > 0 and <= MaxLine ? (int)value : throw new InvalidDataException($"a multistream-select line of {value} bytes came where 1 to {MaxLine} are allowed");
        return true;
    }
}
