namespace Orleans.QuantumMesh.Gateway;

/// <summary>A program as it was understood.</summary>
public sealed record ProgramDocument
{
    public required string Format { get; init; }

    public required int NumQubits { get; init; }

    public required int NumBits { get; init; }

    public required IReadOnlyList<ProgramOperationDocument> Operations { get; init; }

    public required IReadOnlyDictionary<string, int> ServiceTypes { get; init; }

    public required IReadOnlyList<ProgramWarningDocument> Warnings { get; init; }
}
