namespace Orleans.QuantumMesh.Gateway;

/// <summary>What was taken, but not as the specification has it.</summary>
public sealed record ProgramWarningDocument
{
    public required string Code { get; init; }

    public required string Message { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }
}
