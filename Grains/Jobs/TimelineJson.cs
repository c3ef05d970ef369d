using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A job's fragments as spans of time; the parts of one that was split stand in its place.</summary>
internal static class TimelineJson
{
    /// <summary>UTF-8 JSON: <c>{job_id, created_at, fragments:[{fragment_id, node_id, attempts, queued_at, reserved_at, dispatched_at, executed_at}]}</c>.</summary>
    public static byte[] Write(string jobId, JobMachineState state)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteString("job_id", jobId);
        writer.WriteString("status", state.State!.Value.ToWord());
        Time(writer, "created_at", state.CreatedAt);
        Time(writer, "updated_at", state.UpdatedAt);
        writer.WriteStartArray("fragments");
        foreach (FragmentRun run in state.Fragments.Values
            .Where(run => run.Phase != FragmentPhase.Split && (run.ReadyAt ?? run.WaitingSince) is not null)
            .OrderBy(run => run.ReadyAt ?? run.WaitingSince).ThenBy(run => run.FragmentId, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("fragment_id", run.FragmentId);
            writer.WriteString("node_id", run.NodeId);
            writer.WriteNumber("attempts", run.Attempt);
            Time(writer, "queued_at", run.ReadyAt ?? run.WaitingSince);
            Time(writer, "reserved_at", run.PreparedAt);
            Time(writer, "dispatched_at", run.DispatchedAt);
            Time(writer, "executed_at", run.ExecutedAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? at) =>
        writer.WriteString(name, at is { } time ? ContractTime.Text(time) : null);
}
