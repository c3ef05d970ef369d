using System.Buffers;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>A negotiated stream. One that this side opened lazily proposes its protocol with the first bytes and reads the answer before the first bytes of the peer.</summary>
internal sealed class PeerStream(YamuxStream muxed, PeerId remotePeer, string protocol) : IPeerStream
{
    private const int JoinedWrite = 16 * 1024;
    private byte[]? _proposal;
    private bool _answerDue;
    private ReadOnlyMemory<byte> _early;
    private int _disposed;

    public PeerId RemotePeer { get; } = remotePeer;

    public string Protocol { get; } = protocol;

    /// <summary>A stream whose protocol the peer is known to serve.</summary>
    public static PeerStream Lazy(YamuxStream muxed, PeerId remotePeer, string protocol) =>
        new(muxed, remotePeer, protocol) { _proposal = MultistreamSelect.Proposal(protocol), _answerDue = true };

    /// <summary>A stream whose negotiation is over; <paramref name="early"/> came with it.</summary>
    public static PeerStream Negotiated(YamuxStream muxed, PeerId remotePeer, string protocol, byte[] early) =>
        new(muxed, remotePeer, protocol) { _early = early };

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_answerDue)
        {
            return ReadAnswerAsync(buffer, cancellationToken);
        }

        return _early.IsEmpty ? muxed.ReadAsync(buffer, cancellationToken) : new(TakeEarly(buffer));
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _proposal is null ? muxed.WriteAsync(buffer, cancellationToken) : ProposeAsync(buffer, cancellationToken);

    public async ValueTask CloseWriteAsync(CancellationToken cancellationToken = default)
    {
        if (_proposal is not null)
        {
            await ProposeAsync(default, cancellationToken).ConfigureAwait(false);
        }

        muxed.CloseWrite();
    }

    public void Reset() => muxed.Reset();

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            muxed.Close();
        }

        return default;
    }

    private async ValueTask ProposeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        byte[] proposal = Interlocked.Exchange(ref _proposal, null) ?? [];
        if (buffer.Length > JoinedWrite)
        {
            await muxed.WriteAsync(proposal, cancellationToken).ConfigureAwait(false);
            await muxed.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        byte[] joined = ArrayPool<byte>.Shared.Rent(proposal.Length + buffer.Length);
        try
        {
            proposal.CopyTo(joined, 0);
            buffer.CopyTo(joined.AsMemory(proposal.Length));
            await muxed.WriteAsync(joined.AsMemory(0, proposal.Length + buffer.Length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private async ValueTask<int> ReadAnswerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_proposal is not null)
        {
            await ProposeAsync(default, cancellationToken).ConfigureAwait(false);
        }

        using MultistreamReader reader = new(muxed);
        try
        {
            await MultistreamSelect.ExpectAsync(reader, Protocol, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            muxed.Reset();
            throw e is InvalidDataException ? new IOException(e.Message, e) : e;
        }

        _early = reader.Rest;
        _answerDue = false;
        return await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private int TakeEarly(Memory<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _early.Length);
        _early[..count].CopyTo(buffer);
        _early = _early[count..];
        return count;
    }
}
