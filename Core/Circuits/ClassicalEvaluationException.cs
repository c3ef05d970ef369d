namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>An expression has no value in a run, such as a division by zero.</summary>
public sealed class ClassicalEvaluationException : Exception
{
    /// <summary>With a reason.</summary>
    public ClassicalEvaluationException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public ClassicalEvaluationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a reason.</summary>
    public ClassicalEvaluationException()
    {
    }
}
