namespace Orleans.QuantumMesh.Silo;

/// <summary>Why the coordinator can't start, in one sentence for whoever started it.</summary>
public sealed class StartException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
