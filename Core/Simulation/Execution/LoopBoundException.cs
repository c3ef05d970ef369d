using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A run went on with a loop beyond the turns that it may take.</summary>
public sealed class LoopBoundException : InvalidOperationException
{
    public LoopBoundException()
    {
    }

    public LoopBoundException(string message)
        : base(message)
    {
    }

    public LoopBoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The loop that did not end.</summary>
    public LoopBoundException(LoopOperation loop)
        : base($"The loop at line {loop.Position.Line}, column {loop.Position.Column} ({loop.OperationId}) did not end within {loop.MaximumTurns} turns.")
    {
        Loop = loop;
    }

    /// <summary>The loop.</summary>
    public LoopOperation? Loop { get; }
}
