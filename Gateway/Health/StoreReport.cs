namespace Orleans.QuantumMesh.Gateway;

/// <summary>How a store is.</summary>
/// <param name="Backend">What really serves, such as sqlite, postgres, mongodb, jsonl.</param>
/// <param name="Mode">configured, not_configured, ready or unavailable.</param>
/// <param name="Reachable">Whether it answers.</param>
/// <param name="Message">A sentence.</param>
public sealed record StoreReport(string Backend, string Mode, bool Reachable, string? Message);
