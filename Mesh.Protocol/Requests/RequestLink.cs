using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>The life of one stream under a <see cref="RequestChannel"/>.</summary>
internal sealed class RequestLink : IAsyncDisposable
{
    private readonly IMeshStream _stream;
    private readonly PeerStrikes? _strikes;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]>> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Task _reading;
    private volatile Exception? _end;

    public RequestLink(IMeshStream stream, PeerStrikes? strikes)
    {
        _strikes = strikes;
        _stream = stream;
        _reading = ReadAsync();
    }

    public bool IsOpen => _end is null;

    public int InFlight => _waiting.Count;

    public int Answers { get; private set; }

    public Task<byte[]> Expect(string requestId)
    {
        TaskCompletionSource<byte[]> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[requestId] = answer;
        if (_end is { } end)
        {
            answer.TrySetException(new IOException(end.Message, end));
        }

        return answer.Task;
    }

    public void Forget(string requestId) => _waiting.TryRemove(requestId, out _);

    public async ValueTask WriteAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not cancelled within the frame: half a frame would spoil the stream for the other requests.
            ValueTask write = _stream.WriteFrameAsync(frame, CancellationToken.None);
            if (!write.IsCompletedSuccessfully)
            {
                await write.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            End(new IOException("the peer took no more bytes of a request"));
            throw;
        }
        catch (IOException e)
        {
            End(e);
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(new IOException("the channel was closed"));
        await _reading.ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _stream.ReadFrameAsync().ConfigureAwait(false) is { } frame)
            {
                if (RequestFrame.FindRequestId(frame.Span) is not { } requestId)
                {
                    throw new InvalidDataException("the peer sent a frame that is no JSON object with a request_id");
                }

                Answers++;
                if (_waiting.TryRemove(requestId, out TaskCompletionSource<byte[]>? answer))
                {
                    answer.TrySetResult(frame.ToArray());
                }
            }

            End(new IOException("the peer closed the stream"));
        }
        catch (InvalidDataException e)
        {
            End(e);
            _strikes?.Add(_stream.RemotePeerId);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            End(e);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void End(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _end, reason, null) is not null)
        {
            return;
        }

        _stream.Reset();
        foreach (TaskCompletionSource<byte[]> answer in _waiting.Values)
        {
            answer.TrySetException(new IOException(reason.Message, reason));
        }
    }
}
