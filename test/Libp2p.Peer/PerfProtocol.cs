using System.Buffers.Binary;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>libp2p's /perf/1.0.0: 8 bytes big-endian ask for so many bytes back, then the upload and its end, then the download and its end.</summary>
internal static class PerfProtocol
{
    public const string Id = "/perf/1.0.0";
    private const int Block = 64 * 1024;

    public static async Task ServeAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Block];
        int filled = 0;
        while (filled < sizeof(ulong))
        {
            int read = await stream.ReadAsync(buffer.AsMemory(filled, sizeof(ulong) - filled), cancellationToken).ConfigureAwait(false);
            filled += read > 0 ? read : throw new EndOfStreamException("the stream ended before the number of bytes asked for");
        }

        ulong wanted = BinaryPrimitives.ReadUInt64BigEndian(buffer);
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        for (; wanted > 0; wanted -= Math.Min(wanted, Block))
        {
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(wanted, Block)), cancellationToken).ConfigureAwait(false);
        }

        await stream.CloseWriteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads and then downloads so many bytes.</summary>
    public static async Task AskAsync(IPeerStream stream, long up, long down, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Block];
        BinaryPrimitives.WriteUInt64BigEndian(buffer, (ulong)down);
        await stream.WriteAsync(buffer.AsMemory(0, sizeof(ulong)), cancellationToken).ConfigureAwait(false);
        for (long left = up; left > 0; left -= Math.Min(left, Block))
        {
            await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(left, Block)), cancellationToken).ConfigureAwait(false);
        }

        await stream.CloseWriteAsync(cancellationToken).ConfigureAwait(false);
        long got = 0;
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            got += read;
        }

        if (got != down)
        {
            throw new IOException($"got {got} of {down} bytes");
        }
    }
}
