namespace Orleans.QuantumMesh.Storage;

/// <summary>A workflow run.</summary>
/// <param name="Id"><c>run-…</c></param>
/// <param name="Owner">Who submitted it.</param>
/// <param name="WorkflowType">Such as quantum_circuit.</param>
/// <param name="Status">submitted, planning, running, aggregating, completed, failed or cancelled.</param>
/// <param name="Document">The run as JSON text.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
public sealed record WorkflowRunRow(
    string Id,
    string Owner,
    string WorkflowType,
    string Status,
    string Document,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
