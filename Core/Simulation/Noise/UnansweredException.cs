using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A run met an operation of which no node has reported.</summary>
internal sealed class UnansweredException : InvalidOperationException
{
    public UnansweredException()
    {
    }

    public UnansweredException(string message)
        : base(message)
    {
    }

    public UnansweredException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public UnansweredException(Operation operation, string turns)
        : base(turns.Length == 0 ? $"Operation {operation.OperationId} has no recorded answer." : $"Operation {operation.OperationId} has no recorded answer for turn {turns}.")
    {
    }
}
