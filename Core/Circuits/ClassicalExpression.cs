namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>An expression over measured bits and run-time variables, evaluated anew in each run.</summary>
public abstract record ClassicalExpression
{
    /// <summary>The value in a run whose classical memory is given.</summary>
    public abstract ClassicalValue Evaluate(ClassicalMemory memory);

    /// <summary>Adds the classical bits that the value depends on.</summary>
    public abstract void CollectBits(ISet<int> bits);

    /// <summary>Adds the run-time variables that the value depends on.</summary>
    public abstract void CollectVariables(ISet<int> variables);
}
