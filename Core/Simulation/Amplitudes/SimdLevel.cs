namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How wide the vectors are that kernels work with.</summary>
public enum SimdLevel
{
    /// <summary>128 bits, on any machine.</summary>
    Portable,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>512 bits: AVX-512.</summary>
    Vector512,
}
