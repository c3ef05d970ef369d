namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>What bounds a fragment: the widest that any usable node takes of each service, and the protocol's bound on operations.</summary>
internal sealed record FragmentLimits(IReadOnlyDictionary<string, int> MaximumQubits, int MaximumOperations);
