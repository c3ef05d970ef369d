using System.Buffers;
using System.Net.WebSockets;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A job's changes over a WebSocket.</summary>
public static class JobSocket
{
    /// <summary>Close code: there is no such job.</summary>
    public const int CloseNotFound = 4404;

    /// <summary>Close code: a key is needed.</summary>
    public const int CloseUnauthorized = 4401;

    /// <summary>Close code: too many watchers.</summary>
    public const int CloseTooMany = 4429;

    private static readonly TimeSpan CloseHandshake = TimeSpan.FromSeconds(2);

    /// <summary>The close code that stands for an HTTP status.</summary>
    public static int CloseCode(int status) => status switch
    {
        404 => CloseNotFound,
        401 or 403 => CloseUnauthorized,
        429 => CloseTooMany,
        _ => (int)WebSocketCloseStatus.InternalServerError,
    };

    /// <summary>Sends every update as a text message, then closes with 1000; ends early when the client closes.</summary>
    public static async Task SendAsync(WebSocket socket, Func<CancellationToken, IAsyncEnumerable<JobUpdate?>> follow, CancellationToken stopping, CancellationToken aborted)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        using CancellationTokenSource listening = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task receiving = ReceiveAsync(socket, ended, listening.Token);
        ArrayBufferWriter<byte> message = new(512);
        try
        {
            await foreach (JobUpdate? update in follow(ended.Token))
            {
                if (update is null)
                {
                    continue;
                }

                message.ResetWrittenCount();
                JobDocumentJson.Write(message, update);
                await socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, ended.Token);
            }

            await CloseAsync(socket, WebSocketCloseStatus.NormalClosure, "the job has ended");
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(socket, stopping.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, null);
        }
        catch (WebSocketException)
        {
            // The client has gone; nobody is left to tell.
        }

        // A cancelled receive aborts the connection, so the client's own close frame is waited for first.
        await Task.WhenAny(receiving, Task.Delay(CloseHandshake, CancellationToken.None));
        await listening.CancelAsync();
        await receiving;
    }

    /// <summary>Closes with a code, whatever state the socket is in.</summary>
    public static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string? reason)
    {
        using CancellationTokenSource patience = new(CloseHandshake);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, patience.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }

    private static async Task ReceiveAsync(WebSocket socket, CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, cancellationToken);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over; the sender learns it by the token.
        }

        await ended.CancelAsync();
    }
}
