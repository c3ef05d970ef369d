using System.Security.Cryptography;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>ping 1.0.0: 32 bytes and back, any number of times on one stream.</summary>
internal static class PingProtocol
{
    public const string Id = "/ipfs/ping/1.0.0";
    private const int Size = 32;

    /// <summary>Answers until the peer closes its side.</summary>
    public static async Task ServeAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Size];
        while (await ReadPingAsync(stream, buffer, cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Pings so many times, one after the other, and returns the round trips.</summary>
    /// <exception cref="IOException">The stream was reset, or the peer answered with other bytes.</exception>
    public static async Task<IReadOnlyList<TimeSpan>> MeasureAsync(IPeerStream stream, int count, TimeProvider time, CancellationToken cancellationToken)
    {
        byte[] sent = new byte[Size];
        byte[] received = new byte[Size];
        TimeSpan[] trips = new TimeSpan[count];
        for (int i = 0; i < count; i++)
        {
            RandomNumberGenerator.Fill(sent);
            long start = time.GetTimestamp();
            await stream.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
            if (!await ReadPingAsync(stream, received, cancellationToken).ConfigureAwait(false) || !sent.AsSpan().SequenceEqual(received))
            {
                throw new IOException("the peer did not answer a ping with its bytes");
            }

            trips[i] = time.GetElapsedTime(start);
        }

        return trips;
    }

    private static async ValueTask<bool> ReadPingAsync(IPeerStream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        for (int filled = 0; filled < buffer.Length;)
        {
            int read = await stream.ReadAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return filled == 0 ? false : throw new EndOfStreamException("the stream ended within a ping");
            }

            filled += read;
        }

        return true;
    }
}
