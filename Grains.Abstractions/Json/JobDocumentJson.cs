using System.Buffers;
using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Jobs as UTF-8 JSON in the contract's shape, for whichever way they go out.</summary>
public static class JobDocumentJson
{
    /// <summary><c>GET /jobs/{job_id}</c>; the result's own text is put in as it is.</summary>
    public static void Write(IBufferWriter<byte> output, JobDocument job)
    {
        using Utf8JsonWriter writer = new(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteString("job_id", job.JobId);
        writer.WriteString("status", job.State.ToWord());
        writer.WriteString("plan_id", job.PlanId);
        writer.WriteString("error", job.Error);
        writer.WritePropertyName("result");
        if (job.ResultJson is { } result)
        {
            writer.WriteRawValue(result, skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }

        WriteProgress(writer, job.Progress);
        WriteQueue(writer, job.Queue);
        writer.WriteString("circuit_text", job.CircuitText);
        writer.WriteString("label", job.Label);
        writer.WriteString("created_at", ContractTime.Text(job.CreatedAt));
        writer.WriteString("updated_at", ContractTime.Text(job.UpdatedAt));
        writer.WriteEndObject();
    }

    private static void WriteQueue(Utf8JsonWriter writer, JobQueuePlace? queue)
    {
        if (queue is null)
        {
            writer.WriteNull("queue");
            return;
        }

        writer.WriteStartObject("queue");
        writer.WriteNumber("position", queue.Position);
        Seconds("eta_seconds", queue.EtaSeconds);
        Seconds("eta_low", queue.EtaLow);
        Seconds("eta_high", queue.EtaHigh);
        writer.WriteEndObject();

        void Seconds(string name, double? value)
        {
            if (value is { } known)
            {
                writer.WriteNumber(name, Math.Round(known, 3));
            }
            else
            {
                writer.WriteNull(name);
            }
        }
    }

    /// <summary>As <see cref="Write(IBufferWriter{byte}, JobDocument)"/>, into bytes of its own.</summary>
    public static byte[] Utf8(JobDocument job)
    {
        ArrayBufferWriter<byte> output = new(1024 + (job.ResultJson?.Length ?? 0) + job.CircuitText.Length);
        Write(output, job);
        return output.WrittenSpan.ToArray();
    }

    /// <summary><c>GET /jobs</c>.</summary>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<JobRow> jobs)
    {
        using Utf8JsonWriter writer = new(output, ContractJson.Options);
        writer.WriteStartArray();
        foreach (JobRow job in jobs)
        {
            writer.WriteStartObject();
            writer.WriteString("id", job.JobId);
            writer.WriteString("job_id", job.JobId);
            writer.WriteString("status", job.State.ToWord());
            writer.WriteString("plan_id", job.PlanId);
            writer.WriteString("error", job.Error);
            WriteProgress(writer, job.Progress);
            writer.WriteString("circuit_preview", job.CircuitPreview);
            writer.WriteBoolean("result_available", job.ResultAvailable);
            writer.WriteString("label", job.Label);
            writer.WriteString("created_at", ContractTime.Text(job.CreatedAt));
            writer.WriteString("updated_at", ContractTime.Text(job.UpdatedAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A message of the job's WebSocket and server-sent events.</summary>
    public static void Write(IBufferWriter<byte> output, JobUpdate update)
    {
        using Utf8JsonWriter writer = new(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteString("job_id", update.JobId);
        writer.WriteString("status", update.State.ToWord());
        writer.WriteString("error", update.Error);
        WriteProgress(writer, update.Progress);
        writer.WriteString("updated_at", ContractTime.Text(update.UpdatedAt));
        writer.WriteNumber("sequence", update.Sequence);
        writer.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter writer, JobProgress progress)
    {
        writer.WriteStartObject("progress");
        writer.WriteNumber("total_fragments", progress.TotalFragments);
        writer.WriteNumber("completed_fragments", progress.CompletedFragments);
        writer.WriteNumber("active_fragments", progress.ActiveFragments);
        writer.WriteNumber("completion_ratio", Math.Round(progress.CompletionRatio, 12));
        writer.WriteString("latest_event_at", progress.LatestEventAt is { } at ? ContractTime.Text(at) : null);
        writer.WriteBoolean("finalizing", progress.Finalizing);
        writer.WriteEndObject();
    }
}
