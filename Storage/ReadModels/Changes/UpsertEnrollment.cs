namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds an enrollment or replaces its row.</summary>
public sealed record UpsertEnrollment(EnrollmentRow Row) : RowChange;
