namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What a gate's matrix, beside its controls, looks like; the less it does, the cheaper it is.</summary>
internal enum GateKernelClass
{
    /// <summary>Nothing but a phase that has no meaning.</summary>
    Identity,

    /// <summary>A phase for each basis state.</summary>
    Diagonal,

    /// <summary>One entry in each row and column.</summary>
    Permutation,

    /// <summary>Any matrix.</summary>
    Dense,
}
