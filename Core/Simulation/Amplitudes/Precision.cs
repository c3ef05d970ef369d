namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The numbers that amplitudes are kept in.</summary>
public enum Precision
{
    /// <summary>64-bit parts.</summary>
    Double,

    /// <summary>32-bit parts: half the memory, errors of about 1e-7.</summary>
    Single,
}
