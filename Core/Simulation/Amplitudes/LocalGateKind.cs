namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>How a gate acts on a block of amplitudes.</summary>
internal enum LocalGateKind
{
    /// <summary>Any matrix.</summary>
    Dense,

    /// <summary>A phase for each combination of the targets.</summary>
    Diagonal,

    /// <summary>Inverts the target.</summary>
    Not,

    /// <summary>Exchanges two targets.</summary>
    Swap,
}
