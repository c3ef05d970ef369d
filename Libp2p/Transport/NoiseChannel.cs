namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The Noise session between its handshake and the muxer: carries the muxer's selection.</summary>
internal sealed class NoiseChannel(HandshakeSocket socket, NoiseCipher send, NoiseCipher receive) : IByteChannel
{
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Decrypted bytes that nobody has read yet.</summary>
    public ReadOnlyMemory<byte> Rest => _rest;

    /// <summary>One encrypted frame of the bytes.</summary>
    public byte[] Seal(ReadOnlySpan<byte> bytes)
    {
        byte[] sealedBytes = new byte[bytes.Length + NoiseCipher.TagSize];
        bytes.CopyTo(sealedBytes);
        send.Encrypt(sealedBytes);
        return HandshakeSocket.Frame(sealedBytes);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_rest.IsEmpty)
        {
            byte[] frame;
            try
            {
                frame = await socket.ReadFrameAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (EndOfStreamException)
            {
                return 0;
            }

            if (!receive.TryDecrypt(frame))
            {
                throw new InvalidDataException("a Noise frame does not decrypt");
            }

            _rest = frame.AsMemory(0, frame.Length - NoiseCipher.TagSize);
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => socket.WriteAsync(Seal(buffer.Span), cancellationToken);
}
