using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A job's changes as server-sent events; each event's id is the change's sequence, with which a client resumes.</summary>
public static class JobEvents
{
    private const int QuietRoundsBeforeComment = 15;

    /// <summary>Writes events until the job has ended or the client has gone.</summary>
    public static async Task WriteAsync(HttpContext context, IAsyncEnumerable<JobUpdate?> updates, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(cancellationToken);
        ArrayBufferWriter<byte> data = new(512);
        int quiet = 0;
        await foreach (JobUpdate? update in updates.WithCancellation(cancellationToken))
        {
            data.ResetWrittenCount();
            if (update is null)
            {
                if (++quiet % QuietRoundsBeforeComment != 0)
                {
                    continue;
                }

                data.Write(": still here\n\n"u8);
            }
            else
            {
                quiet = 0;
                data.Write(Encoding.ASCII.GetBytes($"id: {update.Sequence.ToString(CultureInfo.InvariantCulture)}\nevent: update\ndata: "));
                JobDocumentJson.Write(data, update);
                data.Write("\n\n"u8);
            }

            await response.Body.WriteAsync(data.WrittenMemory, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
