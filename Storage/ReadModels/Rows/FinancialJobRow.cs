namespace Orleans.QuantumMesh.Storage;

/// <summary>A financial job.</summary>
/// <param name="Id"><c>fin-…</c></param>
/// <param name="Owner">Who submitted it.</param>
/// <param name="ProblemType">Such as portfolio_optimization.</param>
/// <param name="Status">ingesting, analyzing, completed or failed.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Document">Input summary, result and comparison as JSON text.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
public sealed record FinancialJobRow(
    string Id,
    string Owner,
    string ProblemType,
    string Status,
    string? Error,
    string Document,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
