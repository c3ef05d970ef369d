namespace Orleans.QuantumMesh.Storage;

/// <summary>A key of a user, kept as its hash.</summary>
/// <param name="KeyHash">Lower-case hexadecimal SHA-256 of the key.</param>
/// <param name="UserId">The user it belongs to.</param>
/// <param name="Label">What the key is for.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RevokedAt">UTC; null while it counts.</param>
public sealed record ApiKeyRow(
    string KeyHash, string UserId, string? Label, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
