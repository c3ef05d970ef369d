using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A gate laid out for vectors: targets above the vector's width step between vectors (<see cref="Offsets"/>), those below act between the numbers of one vector,
/// by permutations whose coefficients differ from place to place.
/// </summary>
internal unsafe struct PreparedGate
{
    /// <summary>The most targets above the vector's width.</summary>
    public const int MaximumHighTargets = 6;

    public LocalGateKind Kind;

    /// <summary>How many targets are above the vector's width; of a diagonal without sweep, how many combinations of them change anything.</summary>
    public int High;

    /// <summary>How many targets are within a vector.</summary>
    public int Low;

    /// <summary>Of a matrix: how its coefficients are laid out.</summary>
    public DenseForm Form;

    /// <summary>Of an exchange: whether it takes whole vectors.</summary>
    public bool IsWhole;

    /// <summary>A diagonal with so many high targets that a phase is looked up for each vector.</summary>
    public bool IsSweep;

    /// <summary>Of a sweep: the bits by which a phase is looked up.</summary>
    public long SweepMask;

    /// <summary>Bits that the loop over vectors leaves alone.</summary>
    public long FixedMask;

    /// <summary>The values of the controls among them.</summary>
    public long FixedValue;

    /// <summary>Amplitudes from the first vector of a group to each of the others.</summary>
    public OffsetTable Offsets;

    /// <summary>Permutations, then coefficients (real and imaginary part in turn) by output and input; owned by whoever prepared.</summary>
    public void* Coefficients;

    /// <summary>Offsets by combination of high targets.</summary>
    [InlineArray(1 << MaximumHighTargets)]
    public struct OffsetTable
    {
        private long first;
    }
}
