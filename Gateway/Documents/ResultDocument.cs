namespace Orleans.QuantumMesh.Gateway;

/// <summary>What the network did, and what that means.</summary>
public sealed record ResultDocument
{
    public required IReadOnlyList<FragmentResultDocument> FragmentResults { get; init; }

    /// <summary>Null until the last fragment is done.</summary>
    public required QuantumResultDocument? QuantumResult { get; init; }
}
