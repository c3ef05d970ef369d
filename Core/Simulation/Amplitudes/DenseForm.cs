namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How the coefficients of a matrix are laid out.</summary>
internal enum DenseForm
{
    /// <summary>Permutations, then complex coefficients by output, input and permutation.</summary>
    Complex,

    /// <summary>As <see cref="Complex"/>, and no imaginary part isn't 0.</summary>
    Real,

    /// <summary>Three real products of a pair of which at most one is within a vector.</summary>
    Products,

    /// <summary>Columns of a pair that fills a vector.</summary>
    Columns,

    /// <summary>A pair that only mixes what differs in none or in both of its targets.</summary>
    Crossed,
}
