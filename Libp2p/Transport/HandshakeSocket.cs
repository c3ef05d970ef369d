using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A TCP connection while it is being secured: plain bytes, Noise frames, and bytes put back by the layer above.</summary>
internal sealed class HandshakeSocket(Socket socket) : IByteChannel
{
    private ReadOnlyMemory<byte> _rest;

    public Socket Socket { get; } = socket;

    /// <summary>What was read from the socket and not used.</summary>
    public byte[] Rest => _rest.ToArray();

    public void Unread(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            _rest = bytes.ToArray();
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.IsEmpty)
        {
            return Socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new(count);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[await Socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }

    /// <summary>Reads one Noise frame: a 16-bit big-endian length and that many bytes.</summary>
    public async ValueTask<byte[]> ReadFrameAsync(CancellationToken cancellationToken)
    {
        byte[] prefix = new byte[2];
        await ReadExactlyAsync(prefix, cancellationToken).ConfigureAwait(false);
        byte[] frame = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await ReadExactlyAsync(frame, cancellationToken).ConfigureAwait(false);
        return frame;
    }

    /// <summary>A Noise frame of the bytes.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> bytes)
    {
        byte[] frame = new byte[2 + bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, checked((ushort)bytes.Length));
        bytes.CopyTo(frame.AsSpan(2));
        return frame;
    }

    private async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("the peer closed during the handshake");
            }

            buffer = buffer[read..];
        }
    }
}
