using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// The contract's <c>result</c>: <c>fragment_results</c> from what was recorded, with a row for each turn and part in the place of its fragment's, and <c>quantum_result</c>
/// as its builder wrote it.
/// </summary>
internal static class FragmentResultsJson
{
    /// <summary>UTF-8 JSON; <paramref name="quantumResult"/> is empty while there is none.</summary>
    public static byte[] Write(JobMachineState state, ExecutionPlan plan, ParsedProgram program, ReadOnlySpan<byte> quantumResult)
    {
        var output = new ArrayBufferWriter<byte>(4096 + quantumResult.Length);
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("fragment_results");
        var order = plan.FragmentOrder.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        foreach ((FragmentName _, FragmentRun run) in state.Fragments.Values
            .Where(run => run.Phase is not FragmentPhase.Split && !run.Tried.IsEmpty)
            .Select(run => (Name: FragmentName.Parse(run.FragmentId), Run: run))
            .OrderBy(row => order[row.Name.PlanFragmentId])
            .ThenBy(row => row.Name.Turns.Length)
            .ThenBy(row => row.Name.Turns, StringComparer.Ordinal)
            .ThenBy(row => row.Name.Halves, StringComparer.Ordinal))
        {
            Write(writer, state, run, plan, program);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("quantum_result");
        if (quantumResult.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(quantumResult, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JobMachineState state, FragmentRun run, ExecutionPlan plan, ParsedProgram program)
    {
        Fragment fragment = FragmentParts.Of(plan, program, run);
        FragmentAssignment assignment = plan.Assignments[fragment.FragmentId];
        PlanBlock block = plan.Blocks[assignment.BlockId];
        bool executed = run.Phase == FragmentPhase.Executed;
        FragmentTry? last = run.Tried.IsEmpty ? null : run.Tried[^1];
        writer.WriteStartObject();
        writer.WriteString("fragment_id", run.FragmentId);
        writer.WriteString("node_id", run.NodeId);
        writer.WriteString("status", (last?.Status ?? FragmentStatus.Failed).ToWord());
        writer.WriteNumber("attempts", run.Attempt);
        Time(writer, "started_at", run.RequestedAt ?? run.ReadyAt);
        Time(writer, "finished_at", run.ExecutedAt);
        Number(writer, "observed_fidelity", run.ObservedFidelity);
        Number(writer, "operation_fidelity", run.OperationFidelity);
        writer.WriteString("error", executed ? null : last?.Error);
        writer.WriteString("reservation_id", run.ReservationId);
        writer.WriteString("execution_id", run.ExecutionId);
        writer.WriteString("execution_block_id", block.BlockId);
        Strings(writer, "block_fragment_ids", block.FragmentIds);
        writer.WriteNumber("stage_index", fragment.StageIndex);
        Strings(writer, "state_handoff_from_node_ids", run.Handoffs.Select(handoff => handoff.FromNode));
        writer.WriteNumber("state_transfer_bytes", 0);
        writer.WriteNumber("gate_count", fragment.OperationIds.Count(id => program.Operations[id] is GateOperation));
        writer.WriteNumber("circuit_depth", fragment.Depth);
        writer.WriteStartArray("component_qubits");
        foreach (int qubit in block.StateQubits)
        {
            writer.WriteNumberValue(qubit);
        }

        writer.WriteEndArray();
        writer.WriteString("service_type", fragment.ServiceType);
        writer.WriteNumber("queue_ms", Math.Round(run.QueueMs, 3));
        writer.WriteNumber("execute_ms", Math.Round(run.ExecuteMs, 3));
        writer.WriteNumber("round_trip_ms", Math.Round(run.RoundTripMs, 3));
        writer.WriteStartArray("tried");
        foreach (FragmentTry tried in state.TriedOf(run))
        {
            writer.WriteStartObject();
            writer.WriteString("node_id", tried.NodeId);
            writer.WriteNumber("attempt", tried.Attempt);
            writer.WriteString("status", tried.Status.ToWord());
            writer.WriteString("error", tried.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? at) =>
        writer.WriteString(name, at is { } time ? ContractTime.Text(time) : null);

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 12));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
