namespace Orleans.QuantumMesh.Storage;

/// <summary>Adds a financial job or replaces its row.</summary>
public sealed record UpsertFinancialJob(FinancialJobRow Row) : RowChange;
