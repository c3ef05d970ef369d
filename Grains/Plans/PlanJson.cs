using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A plan in the shape of <c>GET /plans/{plan_id}</c>; equal plans give equal bytes.</summary>
internal static class PlanJson
{
    /// <summary>UTF-8 JSON; with an estimate for a dry run.</summary>
    public static byte[] Write(ExecutionPlan plan, PlanEstimate? estimate = null)
    {
        var output = new ArrayBufferWriter<byte>(16_384);
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteString("plan_id", plan.PlanId);
        writer.WriteNumber("revision", plan.Revision);
        writer.WriteString("content_hash", plan.ContentHash);
        writer.WriteString("mode", plan.Mode == ExecutionMode.Centralized ? "centralized" : "distributed");
        Strings(writer, "fragment_order", plan.FragmentOrder);
        Fragments(writer, plan);
        Assignments(writer, plan);
        Stages(writer, plan);
        Blocks(writer, plan);
        Loops(writer, plan);
        writer.WriteNumber("ebits", plan.Ebits);
        writer.WriteString("quality_snapshot_id", plan.QualitySnapshotId);
        if (estimate is not null)
        {
            Estimate(writer, estimate);
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Fragments(Utf8JsonWriter writer, ExecutionPlan plan)
    {
        writer.WriteStartObject("fragments");
        foreach ((string id, Fragment fragment) in plan.Fragments)
        {
            writer.WriteStartObject(id);
            writer.WriteString("fragment_id", id);
            writer.WriteString("service_type", fragment.ServiceType);
            Numbers(writer, "qubits", fragment.Qubits);
            Strings(writer, "operation_ids", fragment.OperationIds);
            Strings(writer, "dependencies", fragment.Dependencies);
            writer.WriteString("loop_id", fragment.LoopId);
            writer.WriteNumber("depth", fragment.Depth);
            writer.WriteNumber("stage_index", fragment.StageIndex);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Assignments(Utf8JsonWriter writer, ExecutionPlan plan)
    {
        writer.WriteStartObject("assignments");
        foreach ((string id, FragmentAssignment assignment) in plan.Assignments)
        {
            writer.WriteStartObject(id);
            writer.WriteString("fragment_id", id);
            writer.WriteString("primary_node_id", assignment.PrimaryNodeId);
            Strings(writer, "fallback_node_ids", assignment.FallbackNodeIds);
            writer.WriteString("block_id", assignment.BlockId);
            writer.WriteNumber("stage_index", assignment.StageIndex);
            Candidates(writer, assignment.Candidates);
            writer.WriteStartArray("refused");
            foreach (RefusedCandidate refused in assignment.Refused)
            {
                writer.WriteStartObject();
                writer.WriteString("node_id", refused.NodeId);
                writer.WriteString("reason", refused.Reason);
                writer.WriteString("detail", refused.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Stages(Utf8JsonWriter writer, ExecutionPlan plan)
    {
        writer.WriteStartArray("stages");
        foreach (PlanStage stage in plan.Stages)
        {
            writer.WriteStartObject();
            writer.WriteString("stage_id", stage.StageId);
            writer.WriteNumber("stage_index", stage.StageIndex);
            Strings(writer, "block_ids", stage.BlockIds);
            Strings(writer, "fragment_ids", stage.FragmentIds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Blocks(Utf8JsonWriter writer, ExecutionPlan plan)
    {
        writer.WriteStartObject("blocks");
        foreach ((string id, PlanBlock block) in plan.Blocks)
        {
            writer.WriteStartObject(id);
            writer.WriteString("block_id", id);
            writer.WriteNumber("stage_index", block.StageIndex);
            Strings(writer, "fragment_ids", block.FragmentIds);
            Strings(writer, "service_types", block.ServiceTypes);
            Numbers(writer, "active_qubits", block.ActiveQubits);
            Numbers(writer, "state_qubits", block.StateQubits);
            writer.WriteStartArray("input_component_qubits");
            foreach (ImmutableArray<int> component in block.InputComponentQubits)
            {
                writer.WriteStartArray();
                foreach (int qubit in component)
                {
                    writer.WriteNumberValue(qubit);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            Strings(writer, "dependencies", block.Dependencies);
            writer.WriteString("primary_node_id", block.PrimaryNodeId);
            Strings(writer, "fallback_node_ids", block.FallbackNodeIds);
            Candidates(writer, block.Candidates);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Loops(Utf8JsonWriter writer, ExecutionPlan plan)
    {
        writer.WriteStartArray("loops");
        foreach (PlanLoop loop in plan.Loops)
        {
            writer.WriteStartObject();
            writer.WriteString("loop_id", loop.LoopId);
            writer.WriteString("parent_loop_id", loop.ParentLoopId);
            Strings(writer, "fragment_ids", loop.FragmentIds);
            Strings(writer, "dependencies", loop.Dependencies);
            writer.WriteNumber("maximum_turns", loop.MaximumTurns);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Candidates(Utf8JsonWriter writer, IEnumerable<CandidateScore> candidates)
    {
        writer.WriteStartArray("candidates");
        foreach (CandidateScore candidate in candidates)
        {
            writer.WriteStartObject();
            writer.WriteString("node_id", candidate.NodeId);
            writer.WriteNumber("total_cost", candidate.TotalCost);
            writer.WriteNumber("latency_cost", candidate.LatencyCost);
            writer.WriteNumber("failure_risk_cost", candidate.FailureRiskCost);
            writer.WriteNumber("entanglement_cost", candidate.EntanglementCost);
            writer.WriteNumber("load_cost", candidate.LoadCost);
            writer.WriteNumber("fidelity", candidate.Fidelity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Estimate(Utf8JsonWriter writer, PlanEstimate estimate)
    {
        writer.WriteStartObject("estimate");
        writer.WriteNumber("fragments", estimate.Fragments);
        writer.WriteNumber("expected_latency_ms", Math.Round(estimate.ExpectedLatencyMs, 3));
        writer.WriteNumber("expected_fidelity", Math.Round(estimate.ExpectedFidelity, 12));
        writer.WriteNumber("lower_bound", Math.Round(estimate.LowerBound, 3));
        Strings(writer, "assumptions", estimate.Assumptions);
        writer.WriteEndObject();
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

    private static void Numbers(Utf8JsonWriter writer, string name, IEnumerable<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
