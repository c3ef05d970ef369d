namespace Orleans.QuantumMesh.Storage;

/// <summary>How a store is, as <c>/health</c> and <c>/ready</c> show it.</summary>
/// <param name="Backend">Such as sqlite, postgres, mongodb, jsonl.</param>
/// <param name="Mode">configured, not_configured, ready or unavailable.</param>
/// <param name="Reachable">Whether it answers.</param>
/// <param name="Message">A sentence.</param>
public sealed record StoreStatus(string Backend, string Mode, bool Reachable, string Message);
