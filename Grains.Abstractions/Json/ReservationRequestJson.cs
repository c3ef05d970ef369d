using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Reads the body of <c>POST /reservations</c>.</summary>
public static class ReservationRequestJson
{
    private const int MinimumTtlSeconds = 5;
    private const int MaximumTtlSeconds = 86_400;

    /// <summary>The request, or a <c>validation_error</c> that names every field at fault.</summary>
    public static Outcome<ReservationRequest> Read(JsonElement body)
    {
        JsonFields fields = new(body);
        ReservationRequest request = new()
        {
            WorkflowRunId = fields.Text("workflow_run_id"),
            FragmentId = fields.RequiredText("fragment_id"),
            ServiceId = fields.RequiredText("service_id"),
            RequestingPeerId = fields.Text("requesting_peer_id"),
            TtlSeconds = fields.Whole("ttl_seconds", 60),
            IdempotencyKey = fields.Text("idempotency_key"),
            TargetNodeId = fields.Text("target_node_id"),
            MinFidelity = fields.Real("min_fidelity", 0),
        };
        if (request.TtlSeconds is < MinimumTtlSeconds or > MaximumTtlSeconds)
        {
            fields.Refuse("ttl_seconds", $"'ttl_seconds' is a whole number from {MinimumTtlSeconds} to {MaximumTtlSeconds}.", "out_of_range");
        }

        if (request.MinFidelity is < 0 or > 1)
        {
            fields.Refuse("min_fidelity", "'min_fidelity' is a number from 0 to 1.", "out_of_range");
        }

        return fields.Finish() is { } problem ? problem : request;
    }
}
