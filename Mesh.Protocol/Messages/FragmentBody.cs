using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Reads the body of a dispatch.</summary>
internal static class FragmentBody
{
    private const int MaxQubit = 1_000_000;
    private const int MaxOperationQubits = 1024;

    public static FragmentCall Read(JsonElement request, FragmentRequest head)
    {
        List<FragmentOperation> operations = Operations(request.List("operations"));
        return new FragmentCall
        {
            ExecutionId = head.ExecutionId,
            ReservationToken = head.ReservationToken,
            JobId = request.OptionalText("job_id") ?? "",
            PlanId = request.OptionalText("plan_id") ?? "",
            FragmentId = request.OptionalText("fragment_id") ?? "",
            Attempt = request.OptionalField("attempt") is { } attempt ? MessageFields.AsWhole(attempt, "attempt", 0) : 1,
            ServiceType = request.OptionalText("service_type") ?? "",
            Qubits = request.OptionalField("qubits") is { } qubits
                ? Numbers(qubits, "qubits", MaxQubit)
                : [.. operations.SelectMany(o => o.Qubits).Distinct().Order()],
            Operations = operations,
            Handoffs = request.OptionalField("handoffs") is { } handoffs ? Handoffs(MessageFields.AsList(handoffs, "handoffs")) : [],
            Shots = request.OptionalField("shots") is { } shots ? MessageFields.AsWhole(shots, "shots", 1, FragmentJson.MaxShots) : 1,
            Seed = Seed(request.OptionalField("seed")),
            MinFidelity = request.OptionalField("min_fidelity") is { } least ? MessageFields.AsNumber(least, "min_fidelity", double.MinValue, double.MaxValue) : 0,
        };
    }

    private static UInt128 Seed(JsonElement? value) => value switch
    {
        null => 0,
        { } given => SeedText.TryRead(given, out UInt128 seed)
            ? seed
            : throw new FormatException("seed is no non-negative integer below 2^128, as a JSON number up to 2^53 or as decimal text"),
    };

    private static List<FragmentOperation> Operations(JsonElement.ArrayEnumerator list)
    {
        List<FragmentOperation> operations = [];
        HashSet<string> ids = [];
        int count = list.Count();
        if (count > MeshLimits.FragmentOperations)
        {
            throw new FragmentTooLargeException($"the fragment has {count} operations where at most {MeshLimits.FragmentOperations} are allowed");
        }

        foreach (JsonElement item in list)
        {
            FragmentOperation operation = new()
            {
                OperationId = item.Text("operation_id"),
                Gate = item.Text("gate"),
                Params = item.OptionalField("params") is { } parameters ? Parameters(parameters) : [],
                Qubits = item.OptionalField("qubits") is { } qubits ? Distinct(Numbers(qubits, "operations.qubits", MaxQubit)) : [],
                Condition = item.OptionalField("condition") is { } condition ? Condition(condition) : null,
                ServiceType = item.OptionalText("service_type"),
            };
            operations.Add(ids.Add(operation.OperationId) ? operation : throw new FormatException($"operation_id {operation.OperationId} stands twice in operations"));
        }

        return operations;
    }

    private static List<int> Distinct(List<int> qubits) =>
        qubits.Count <= MaxOperationQubits && qubits.Distinct().Count() == qubits.Count
            ? qubits
            : throw new FormatException($"operations.qubits names a qubit twice or more than {MaxOperationQubits}");

    private static List<double> Parameters(JsonElement value) =>
        [.. MessageFields.AsList(value, "operations.params").Select(p => MessageFields.AsNumber(p, "operations.params", double.MinValue, double.MaxValue))];

    private static FragmentCondition Condition(JsonElement value) => new(
        [.. value.List("bits").Select(bit => MessageFields.AsText(bit, "operations.condition.bits"))],
        value.OptionalField("value") is { } number ? Integer(number) : null,
        value.OptionalField("lead") is { } lead ? Integer(lead) : null);

    private static long? Integer(JsonElement value) => value.ValueKind switch
    {
        // For information only: a value beyond 64 bits is nothing that a node acts on.
        JsonValueKind.Number => value.TryGetInt64(out long number) ? number : null,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => throw new FormatException("operations.condition has a value that is no number"),
    };

    private static List<FragmentHandoff> Handoffs(JsonElement.ArrayEnumerator list)
    {
        List<FragmentHandoff> handoffs = [];
        HashSet<int> seen = [];
        foreach (JsonElement item in list)
        {
            FragmentHandoff handoff = new(item.Whole("qubit", 0, MaxQubit), item.OptionalText("from_node") ?? "");
            handoffs.Add(seen.Add(handoff.Qubit) ? handoff : throw new FormatException($"qubit {handoff.Qubit} stands twice in handoffs"));
        }

        return handoffs;
    }

    private static List<int> Numbers(JsonElement value, string name, int most) =>
        [.. MessageFields.AsList(value, name).Select(q => MessageFields.AsWhole(q, name, 0, most))];
}
