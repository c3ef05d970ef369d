using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Serves a request protocol: each request is handled as it comes, answers go out as they are ready. A frame that is no request resets its stream.</summary>
public sealed class RequestServer
{
    private readonly PeerStrikes _strikes;
    private readonly Func<MeshRequest, CancellationToken, ValueTask<RequestReply>> _handler;
    private readonly int _maxConcurrent;

    private RequestServer(PeerStrikes strikes, Func<MeshRequest, CancellationToken, ValueTask<RequestReply>> handler, int maxConcurrent)
    {
        _strikes = strikes;
        _handler = handler;
        _maxConcurrent = maxConcurrent;
    }

    /// <summary>Starts to serve. Of one stream at most <paramref name="maxConcurrent"/> requests are handled at once; further ones wait in the stream.</summary>
    public static void Serve(
        IMeshHost host,
        string protocol,
        int maxFrame,
        PeerStrikes strikes,
        Func<MeshRequest, CancellationToken, ValueTask<RequestReply>> handler,
        int maxConcurrent = 256)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.Serve(protocol, maxFrame, new RequestServer(strikes, handler, maxConcurrent).ServeAsync);
    }

    private async Task ServeAsync(IMeshStream stream, CancellationToken cancellationToken)
    {
        using SemaphoreSlim writing = new(1, 1);
        using SemaphoreSlim room = new(_maxConcurrent, _maxConcurrent);
        await using ConfiguredAsyncDisposable owned = stream.ConfigureAwait(false);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (await stream.ReadFrameAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                JsonDocument? document = RequestFrame.TryParse(frame.ToArray(), out string requestId);
                if (document is null)
                {
                    Refuse(stream);
                    break;
                }

                await room.WaitAsync(cancellationToken).ConfigureAwait(false);
                Answering answering = new(stream, writing, room);
                _ = AnswerAsync(answering, document, requestId, ended.Token);
            }

            await DrainAsync(room).ConfigureAwait(false);
            await stream.CloseWriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            Refuse(stream);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            stream.Reset();
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await DrainAsync(room).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(Answering answering, JsonDocument document, string requestId, CancellationToken cancellationToken)
    {
        using JsonDocument owned = document;
        IMeshStream stream = answering.Stream;
        try
        {
            RequestReply reply = await _handler(new MeshRequest(stream.RemotePeerId, requestId, owned.RootElement), cancellationToken).ConfigureAwait(false);
            if (reply.Resets)
            {
                Refuse(stream);
            }
            else if (reply.Frame is { } frame)
            {
                await answering.Writing.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    await stream.WriteFrameAsync(frame, CancellationToken.None).ConfigureAwait(false);
                }
                finally
                {
                    answering.Writing.Release();
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            stream.Reset();
        }
        finally
        {
            answering.Room.Release();
        }
    }

    private async Task DrainAsync(SemaphoreSlim room)
    {
        for (int i = 0; i < _maxConcurrent; i++)
        {
            await room.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        room.Release(_maxConcurrent);
    }

    private void Refuse(IMeshStream stream)
    {
        stream.Reset();
        _strikes.Add(stream.RemotePeerId);
    }

    private sealed record Answering(IMeshStream Stream, SemaphoreSlim Writing, SemaphoreSlim Room);
}
