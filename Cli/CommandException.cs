namespace Orleans.QuantumMesh.Cli;

/// <summary>Ends a command with one clear sentence on standard error and a non-zero exit code.</summary>
public sealed class CommandException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
