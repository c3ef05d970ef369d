using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Sends every frame back; a longer one than 1 MiB resets the stream.</summary>
internal static class EchoProtocol
{
    public const int MaxFrame = 1 << 20;

    public static async Task ServeAsync(IPeerStream stream, Output output, bool log, CancellationToken cancellationToken)
    {
        using FrameReader reader = new(stream, MaxFrame);
        int frames = 0;
        long bytes = 0;
        string error = "";
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                await stream.WriteFrameAsync(frame, cancellationToken).ConfigureAwait(false);
                frames++;
                bytes += frame.Length;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            error = e.Message;
            stream.Reset();
        }

        if (log || error.Length > 0)
        {
            output.Emit("echo", new JsonObject { ["peer"] = stream.RemotePeer.Text, ["frames"] = frames, ["bytes"] = bytes, ["error"] = error });
        }
    }
}
