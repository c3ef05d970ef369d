using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What is done to blocks of 2ⁿ amplitudes in place, for one precision and one vector width.</summary>
internal abstract unsafe class AmplitudeKernels
{
    /// <summary>Bytes of one amplitude.</summary>
    public abstract int ElementBytes { get; }

    /// <summary>log₂ of the amplitudes in a vector: blocks of fewer qubits need narrower kernels.</summary>
    public abstract int LaneBits { get; }

    /// <summary>The bytes that a prepared gate's coefficients take.</summary>
    public abstract int CoefficientBytes(LocalGate gate);

    /// <summary>Lays a gate out in memory that the caller provides, aligned to 64 bytes.</summary>
    public abstract PreparedGate Prepare(LocalGate gate, void* coefficients);

    /// <summary>Applies a gate.</summary>
    public void Apply(in PreparedGate gate, void* amplitudes, int qubits) => Apply(gate, amplitudes, qubits, 0, 1);

    /// <summary>Applies one of several parts of a gate, which together are the whole.</summary>
    public abstract void Apply(in PreparedGate gate, void* amplitudes, int qubits, int part, int parts);

    /// <summary>Σ |a|² over the indices whose bit is 0, and over those whose bit is 1.</summary>
    public abstract (double Zero, double One) Weights(void* amplitudes, int qubits, int bit);

    /// <summary>Keeps the half whose bit has the value, multiplied by a factor, as a block of one qubit less.</summary>
    public abstract void Compact(void* amplitudes, int qubits, int bit, bool value, double factor);

    /// <summary>
    /// Writes the product: destination[j · 2^lowQubits + i] = high[j] · low[i] for the i of a range that begins and ends at vectors; the destination may be where
    /// the low block is.
    /// </summary>
    public abstract void Product(void* destination, void* low, int lowQubits, void* high, int highQubits, long from, long to);

    /// <summary>
    /// Multiplies amplitudes of a range that begins and ends at vectors by zero|0⟩ + one|1⟩ of a new qubit, which becomes the bit; the block has room for as many
    /// again. Ranges are to be taken from the last one on, and at the same time only where no result is written to amplitudes of another.
    /// </summary>
    public abstract void Insert(void* amplitudes, int bit, Complex zero, Complex one, long from, long to);

    /// <summary>⟨left|right⟩.</summary>
    public abstract Complex Inner(void* left, void* right, int qubits);

    /// <summary>probabilities[i] = |a[i]|² of a run of amplitudes.</summary>
    public abstract void Probabilities(void* amplitudes, Span<double> probabilities);

    /// <summary>|a|² of a block, the lowest bits of the index in the order of <see cref="SquarePlace"/>.</summary>
    public abstract void Squares(void* amplitudes, Span<double> squares);

    /// <summary>The bit of an amplitude's index that a bit of its place among the squares of a block of so many qubits stands for.</summary>
    public abstract int SquarePlace(int bit, int qubits);

    /// <summary>
    /// Adds, for each bit from <paramref name="first"/> on, Σ conj(a[i])·a[j] over the i in which the bit is 0, where j has it 1: all bits of a block, or those of a grid's rows.
    /// </summary>
    public abstract void Exchanges(void* amplitudes, in AmplitudeGrid grid, int first, void* sums);

    /// <summary>The bytes that sums of that many bits take, aligned to 64; they start as 0.</summary>
    public abstract int ExchangeBytes(int qubits);

    /// <summary>Adds up what was summed, and clears it.</summary>
    public abstract void TakeExchanges(void* sums, int qubits, Span<Complex> totals);

    /// <summary>
    /// Applies (1, 1; 1, −1) to each bit of a block, to which <paramref name="factor"/> times an <paramref name="other"/> is added first where there is one;
    /// the destination may be the source.
    /// </summary>
    public abstract void ToBasisOfX(void* source, void* other, double factor, void* destination, int qubits);

    /// <summary>
    /// Adds |a|² of a block to <paramref name="total"/>, the bits of the index in the order of <see cref="FoldedPlace"/>, and leaves in the first quarter of
    /// <paramref name="block"/> what they are with the two highest bits of a place summed away; returns the sums with the sign of the highest and of the second bit. Blocks have eight vectors at least.
    /// </summary>
    public abstract (double Highest, double Second) FoldSquares(void* amplitudes, int qubits, Span<double> total, Span<double> block);

    /// <summary>The bit of an amplitude's index that a bit of its place among the folded squares of a block of so many qubits stands for.</summary>
    public abstract int FoldedPlace(int bit, int qubits);

    /// <summary>
    /// As <see cref="FoldSquares"/>, of a grid to each bit of whose rows, three at least, (1, 1; 1, −1) is applied; in the order of <see cref="TurnedPlace"/>. What the
    /// amplitudes are afterwards can't be said.
    /// </summary>
    public abstract (double Highest, double Second) FoldTurnedSquares(void* amplitudes, in AmplitudeGrid grid, Span<double> total, Span<double> block);

    /// <summary>The bit of an amplitude's index in a grid that a bit of its place among its turned squares stands for.</summary>
    public abstract int TurnedPlace(int bit, in AmplitudeGrid grid);

    public abstract Complex Get(void* amplitudes, long index);

    public abstract void Set(void* amplitudes, long index, Complex value);

    /// <summary>The kernels of a precision and width, for blocks of at least <paramref name="qubits"/> qubits.</summary>
    public static AmplitudeKernels For(Precision precision, SimdLevel level, int qubits)
    {
        var kernels = Widest(precision, level);
        while (kernels.LaneBits > qubits)
        {
            level = level == SimdLevel.Vector512 ? SimdLevel.Vector256 : SimdLevel.Portable;
            kernels = Widest(precision, level);
        }

        return kernels;
    }

    /// <summary>The widest vectors that this machine has.</summary>
    public static SimdLevel MachineLevel =>
        Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported ? SimdLevel.Vector512
        : Avx2.IsSupported && Fma.IsSupported ? SimdLevel.Vector256
        : SimdLevel.Portable;

    private static AmplitudeKernels Widest(Precision precision, SimdLevel level) => (precision, level) switch
    {
        (Precision.Double, SimdLevel.Vector512) => Kernels<DoubleLanes512, double>.Instance,
        (Precision.Double, SimdLevel.Vector256) => Kernels<DoubleLanes256, double>.Instance,
        (Precision.Double, _) => Kernels<DoubleLanes128, double>.Instance,
        (_, SimdLevel.Vector512) => Kernels<SingleLanes512, float>.Instance,
        (_, SimdLevel.Vector256) => Kernels<SingleLanes256, float>.Instance,
        _ => Kernels<SingleLanes64, float>.Instance,
    };

    private static class Kernels<TLanes, TElement>
        where TLanes : unmanaged, ILanes<TLanes, TElement>
        where TElement : unmanaged, INumber<TElement>
    {
        public static readonly LaneKernels<TLanes, TElement> Instance = new();
    }
}
