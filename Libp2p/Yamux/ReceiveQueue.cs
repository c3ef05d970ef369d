using System.Buffers;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Received bytes that the stream's reader has not taken yet, in pooled blocks.</summary>
internal sealed class ReceiveQueue
{
    private const int SmallBlock = 2048;
    private const int LargeBlock = 64 * 1024;
    private readonly Queue<Block> _full = new();
    private Block _head;
    private Block _tail;

    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_tail.Bytes is null || _tail.End == _tail.Bytes.Length)
            {
                if (_tail.Bytes is not null)
                {
                    _full.Enqueue(_tail);
                }

                _tail = new Block { Bytes = ArrayPool<byte>.Shared.Rent(Math.Clamp(bytes.Length, SmallBlock, LargeBlock)) };
            }

            int count = Math.Min(bytes.Length, _tail.Bytes.Length - _tail.End);
            bytes[..count].CopyTo(_tail.Bytes.AsSpan(_tail.End));
            _tail.End += count;
            bytes = bytes[count..];
        }
    }

    public int Read(Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length && Length > 0)
        {
            if (_head.Bytes is null && !_full.TryDequeue(out _head))
            {
                _head = _tail;
                _tail = default;
            }

            int count = Math.Min(destination.Length - total, _head.End - _head.Start);
            _head.Bytes.AsSpan(_head.Start, count).CopyTo(destination[total..]);
            _head.Start += count;
            total += count;
            Length -= count;
            if (_head.Start == _head.End)
            {
                ArrayPool<byte>.Shared.Return(_head.Bytes!);
                _head = default;
            }
        }

        return total;
    }

    public void Clear()
    {
        Length = 0;
        Return(ref _head);
        Return(ref _tail);
        while (_full.TryDequeue(out Block block))
        {
            Return(ref block);
        }
    }

    private static void Return(ref Block block)
    {
        if (block.Bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(block.Bytes);
        }

        block = default;
    }

    private struct Block
    {
        public byte[]? Bytes;
        public int Start;
        public int End;
    }
}
