using System.Buffers;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Writes frames (unsigned varint length, then that many bytes) to a stream.</summary>
public static class PeerStreamFraming
{
    /// <summary>Sends one frame in one write. Calls must not overlap on one stream.</summary>
    /// <exception cref="IOException">The stream was reset or its connection ended.</exception>
    public static ValueTask WriteFrameAsync(this IPeerStream stream, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] frame = ArrayPool<byte>.Shared.Rent(payload.Length + Varint.MaxLength);
        int prefix = Varint.Write(frame, (ulong)payload.Length);
        payload.CopyTo(frame.AsMemory(prefix));
        ValueTask write = stream.WriteAsync(frame.AsMemory(0, prefix + payload.Length), cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return Finish(write, frame);
        }

        ArrayPool<byte>.Shared.Return(frame);
        return write;
    }

    private static async ValueTask Finish(ValueTask write, byte[] frame)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
