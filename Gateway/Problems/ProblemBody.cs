namespace Orleans.QuantumMesh.Gateway;

/// <summary>The one shape of all errors, <c>application/problem+json</c>.</summary>
public sealed record ProblemBody
{
    /// <summary>The kind of problem as a URI.</summary>
    public required string Type { get; init; }

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>One of not_found, conflict, validation_error, circuit_invalid, unauthorized, forbidden, rate_limited, payload_too_large, idempotency_conflict, resource_exhausted, not_implemented, service_unavailable, internal_error.</summary>
    public required string Error { get; init; }

    /// <summary>The id under which the request stands in logs and traces.</summary>
    public required string RequestId { get; init; }

    /// <summary>The single faults.</summary>
    public required IReadOnlyList<ProblemBodyItem> Errors { get; init; }
}
