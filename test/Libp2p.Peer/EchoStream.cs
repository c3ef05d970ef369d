namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>The asking side of the echo protocol.</summary>
internal sealed class EchoStream(IPeerStream stream) : IAsyncDisposable
{
    private readonly FrameReader _reader = new(stream, EchoProtocol.MaxFrame);

    public IPeerStream Stream { get; } = stream;

    public static async Task<EchoStream> OpenAsync(Libp2pHost host, PeerId peer, string protocol, CancellationToken cancellationToken) =>
        new(await host.OpenStreamAsync(peer, [protocol], cancellationToken).ConfigureAwait(false));

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) => Stream.WriteFrameAsync(frame, cancellationToken);

    public async ValueTask ExpectAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? answer = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (answer is not { } bytes || !bytes.Span.SequenceEqual(frame.Span))
        {
            throw new IOException($"echo differs: {answer?.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} bytes for {frame.Length}");
        }
    }

    /// <summary>Writes and reads at the same time, as a frame longer than the windows needs.</summary>
    public async Task TripAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        ValueTask send = SendAsync(frame, cancellationToken);
        await ExpectAsync(frame, cancellationToken).ConfigureAwait(false);
        await send.ConfigureAwait(false);
    }

    public async Task ExpectEndAsync(CancellationToken cancellationToken)
    {
        if (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new IOException("expected the end of the stream");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await Stream.DisposeAsync().ConfigureAwait(false);
    }
}
