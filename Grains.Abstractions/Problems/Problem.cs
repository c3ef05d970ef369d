namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Why a request was refused: an HTTP status, one of the contract's error words, a sentence, and the single faults.</summary>
[GenerateSerializer, Immutable]
public sealed record Problem(
    [property: Id(0)] int Status,
    [property: Id(1)] string Error,
    [property: Id(2)] string Detail)
{
    [Id(3)]
    public IReadOnlyList<ProblemItem> Errors { get; init; } = [];

    public static Problem NotFound(string detail) => new(404, "not_found", detail);

    public static Problem Conflict(string detail) => new(409, "conflict", detail);

    public static Problem IdempotencyConflict(string detail) => new(409, "idempotency_conflict", detail);

    public static Problem Validation(string detail, params IReadOnlyList<ProblemItem> errors) => new(422, "validation_error", detail) { Errors = errors };

    public static Problem CircuitInvalid(string detail, IReadOnlyList<ProblemItem> errors) => new(422, "circuit_invalid", detail) { Errors = errors };

    public static Problem ResourceExhausted(string detail) => new(422, "resource_exhausted", detail);

    public static Problem PayloadTooLarge(string detail) => new(413, "payload_too_large", detail);

    public static Problem ServiceUnavailable(string detail) => new(503, "service_unavailable", detail);
}
