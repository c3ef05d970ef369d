namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How much of a result is given.</summary>
public enum ResultDetail
{
    /// <summary>All fields.</summary>
    Full,

    /// <summary>Without probabilities, statevector and reduced density matrices.</summary>
    Summary,
}
