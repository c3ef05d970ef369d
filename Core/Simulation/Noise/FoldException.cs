namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The recorded answers don't give what the program's execution needs.</summary>
public sealed class FoldException : InvalidOperationException
{
    public FoldException()
    {
    }

    public FoldException(string message)
        : base(message)
    {
    }

    public FoldException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
