namespace Orleans.QuantumMesh.Storage;

/// <summary>What a job was submitted with.</summary>
/// <param name="JobId">The job.</param>
/// <param name="CircuitText">The circuit as sent.</param>
/// <param name="Submission">The other fields of the submission as JSON text, defaults filled in.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record JobCircuitRow(string JobId, string CircuitText, string Submission, DateTimeOffset CreatedAt);
