using System.Threading.Channels;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>One end of a stream within an <see cref="InMemoryMesh"/>; a frame travels for the mesh's latency and frames keep their order.</summary>
internal sealed class InMemoryMeshStream : IMeshStream
{
    private const int Window = 64;
    private readonly InMemoryMesh _mesh;
    private readonly int _maxFrame;
    private readonly Channel<(byte[] Frame, Task Travel)> _inbox = Channel.CreateBounded<(byte[], Task)>(Window);
    private readonly CancellationTokenSource _reset = new();
    private InMemoryMeshStream _other = null!;

    private InMemoryMeshStream(InMemoryMesh mesh, string remotePeerId, int maxFrame)
    {
        _mesh = mesh;
        RemotePeerId = remotePeerId;
        _maxFrame = maxFrame;
    }

    public string RemotePeerId { get; }

    internal InMemoryMeshHost? Host { get; set; }

    public static (InMemoryMeshStream Near, InMemoryMeshStream Far) Pair(InMemoryMesh mesh, string near, string far, int nearMax, int farMax)
    {
        InMemoryMeshStream one = new(mesh, far, nearMax);
        InMemoryMeshStream other = new(mesh, near, farMax) { _other = one };
        one._other = other;
        return (one, other);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync(CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_reset.Token, cancellationToken);
        try
        {
            if (!await _inbox.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false) || !_inbox.Reader.TryRead(out (byte[] Frame, Task Travel) next))
            {
                either.Token.ThrowIfCancellationRequested();
                return null;
            }

            await next.Travel.WaitAsync(either.Token).ConfigureAwait(false);
            return next.Frame.Length <= _maxFrame
                ? next.Frame
                : throw new InvalidDataException($"a frame of {next.Frame.Length} bytes came where at most {_maxFrame} are allowed");
        }
        catch (OperationCanceledException) when (_reset.IsCancellationRequested)
        {
            throw new IOException("the stream was reset");
        }
    }

    public async ValueTask WriteFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default)
    {
        if (_mesh.Draw(_mesh.Conditions.StreamBreaks))
        {
            Reset();
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_reset.Token, cancellationToken);
        try
        {
            await _other._inbox.Writer.WriteAsync((frame.ToArray(), _mesh.TravelAsync(CancellationToken.None)), either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ChannelClosedException || (e is OperationCanceledException && _reset.IsCancellationRequested))
        {
            throw new IOException("the stream was reset or is closed", e);
        }
    }

    public ValueTask CloseWriteAsync(CancellationToken cancellationToken = default)
    {
        _other._inbox.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public void Reset()
    {
        End();
        _other.End();
    }

    public ValueTask DisposeAsync()
    {
        _other._inbox.Writer.TryComplete();
        _inbox.Writer.TryComplete();
        Host?.Untrack(this);
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        _reset.Cancel();
        _inbox.Writer.TryComplete();
        Host?.Untrack(this);
    }
}
