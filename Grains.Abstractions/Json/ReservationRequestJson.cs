using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Reads the body of <c>POST /reservations</c>.</summary>
public static class ReservationRequestJson
{
    private const int MinimumTtlSeconds = 5;
    private const int MaximumTtlSeconds = 86_400;
    private const int LongestText = 255;

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

        foreach ((string name, string? text) in new[]
        {
            ("workflow_run_id", request.WorkflowRunId), ("fragment_id", request.FragmentId), ("service_id", request.ServiceId),
            ("requesting_peer_id", request.RequestingPeerId), ("idempotency_key", request.IdempotencyKey), ("target_node_id", request.TargetNodeId),
        })
        {
            if (text is not null && (text.Length > LongestText || string.IsNullOrWhiteSpace(text)) && !fields.IsRefused(name))
            {
                fields.Refuse(name, $"'{name}' has 1 to {LongestText} characters.", "out_of_range");
            }
        }

        if (request.TargetNodeId is { } target && request.ServiceId.LastIndexOf('/') is > 0 and int slash && request.ServiceId[..slash] != target && !fields.IsRefused("target_node_id"))
        {
            fields.Refuse("target_node_id", $"'service_id' is a service of {request.ServiceId[..slash]}, not of {target}.", "conflict");
        }

        return fields.Finish() is { } problem ? problem : request;
    }
}
