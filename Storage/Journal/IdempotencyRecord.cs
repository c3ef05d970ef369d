namespace Orleans.QuantumMesh.Storage;

/// <summary>What was answered under an idempotency key.</summary>
/// <param name="Key">The key in its scope.</param>
/// <param name="RequestHash">Hash of the canonical request: another hash under the same key is a conflict for the caller to report.</param>
/// <param name="Response">The answer's JSON text, to be given again.</param>
/// <param name="CreatedAt">When it was recorded, UTC; it counts for <see cref="Lifetime"/>.</param>
public sealed record IdempotencyRecord(IdempotencyKey Key, string RequestHash, string Response, DateTimeOffset CreatedAt)
{
    /// <summary>How long a record counts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);

    /// <summary>When it was recorded, UTC, cut to the microsecond.</summary>
    public DateTimeOffset CreatedAt { get; init; } = StoredTime.Truncate(CreatedAt);
}
