using System.Buffers;
using System.Buffers.Binary;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Bytes on their way out, laid out as Noise frames from the start so that they are encrypted where they stand and leave in one write.</summary>
internal sealed class NoiseBatch
{
    private const int MaxText = ushort.MaxValue - NoiseCipher.TagSize;
    private const int InitialBuffer = 2048;
    private const int KeptBuffer = 16 * 1024;
    private byte[] _buffer = [];
    private int _openFrame = -1;

    /// <summary>Bytes in the batch, with frame headers and room for tags.</summary>
    public int Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_openFrame >= 0 && Length - _openFrame - 2 == MaxText)
            {
                CloseFrame();
            }

            if (_openFrame < 0)
            {
                Reserve(2);
                _openFrame = Length;
                Length += 2;
            }

            int count = Math.Min(bytes.Length, MaxText - (Length - _openFrame - 2));
            Reserve(count);
            bytes[..count].CopyTo(_buffer.AsSpan(Length));
            Length += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Encrypts every frame and returns the bytes to send.</summary>
    public Memory<byte> Seal(NoiseCipher cipher)
    {
        CloseFrame();
        for (int at = 0; at < Length;)
        {
            Span<byte> prefix = _buffer.AsSpan(at, 2);
            int text = BinaryPrimitives.ReadUInt16BigEndian(prefix);
            cipher.Encrypt(_buffer.AsSpan(at + 2, text + NoiseCipher.TagSize));
            BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)(text + NoiseCipher.TagSize));
            at += 2 + text + NoiseCipher.TagSize;
        }

        return _buffer.AsMemory(0, Length);
    }

    /// <summary>Empties the batch; a large buffer goes back to the pool.</summary>
    public void Clear()
    {
        Length = 0;
        _openFrame = -1;
        if (_buffer.Length > KeptBuffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void CloseFrame()
    {
        if (_openFrame >= 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_openFrame), (ushort)(Length - _openFrame - 2));
            Length += NoiseCipher.TagSize;
            _openFrame = -1;
        }
    }

    /// <remarks>Always leaves room for the open frame's tag.</remarks>
    private void Reserve(int count)
    {
        int needed = Length + count + 2 + NoiseCipher.TagSize;
        if (needed <= _buffer.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBuffer, Math.Max(needed, _buffer.Length * 2)));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
