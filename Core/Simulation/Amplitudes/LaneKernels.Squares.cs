using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Squares that are summed while they are made, eight vectors that differ in three bits at a time.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>The bits that eight vectors differ in.</summary>
    private const int BitsTogether = 3;

    public override (double Highest, double Second) FoldSquares(void* amplitudes, int qubits, Span<double> total, Span<double> block) =>
        FoldSquares<Read>((TElement*)amplitudes, AmplitudeGrid.Block(qubits).Below(LaneBits), 0, total, block);

    public override int FoldedPlace(int bit, int qubits) => FoldedPlace(bit, qubits, LaneBits);

    public override (double Highest, double Second) FoldTurnedSquares(void* amplitudes, in AmplitudeGrid grid, Span<double> total, Span<double> block)
    {
        var data = (TElement*)amplitudes;
        var last = grid.RowBits - BitsTogether;
        var first = 0;
        if (last >= BitsTogether)
        {
            TurnThree<Ahead>(data, data, grid, 0);
            first = BitsTogether;
        }

        TurnBits(data, data, grid, grid.RunBits + first, grid.RunBits + last);
        return FoldSquares<TurnedToo>(data, grid, last, total, block);
    }

    public override int TurnedPlace(int bit, in AmplitudeGrid grid) => FoldedPlace(bit, grid.Bits, grid.Bits - BitsTogether);

    /// <summary>The lowest bit of the three stands among a vector's own places, the others are the highest.</summary>
    private int FoldedPlace(int bit, int qubits, int three)
    {
        if (bit >= qubits - 2)
        {
            return three + 1 + (bit - (qubits - 2));
        }

        var order = bit < SquareOrder.Length ? SquareOrder[bit] : bit;
        return order < LaneBits ? order : order == LaneBits ? three : order <= three ? order - 1 : order + 2;
    }

    private static (double Highest, double Second) FoldSquares<TMode>(TElement* data, in AmplitudeGrid grid, int bit, Span<double> total, Span<double> block)
    {
        fixed (double* sums = total, places = block)
        {
            // Squares of single precision are written as doubles, and summed as such.
            var folded = ReadEights<TMode>(data, grid, bit, sums, places);
            return typeof(TElement) == typeof(double) ? folded : VectorSums.AddAndFold(total, block);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Highest, double Second) ReadEights<TMode>(TElement* data, in AmplitudeGrid grid, int bit, double* total, double* block)
    {
        var minus = TLanes.Fill(-TElement.One);
        var highest = TLanes.Fill(TElement.Zero);
        var second = highest;
        var met = 7L << bit;
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
        var quarter = 1L << (grid.Bits - 2);
        for (long row = 0; row < 1L << grid.RowBits; row = ((row | met) + 1) & ~met)
        {
            var p = data + (row * stride);
            for (var end = p + run; p != end; p += VectorElements)
            {
                var a0 = TLanes.Load(p);
                var a1 = TLanes.Load(p + offset);
                var a2 = TLanes.Load(p + (2 * offset));
                var a3 = TLanes.Load(p + (3 * offset));
                var a4 = TLanes.Load(p + (4 * offset));
                var a5 = TLanes.Load(p + (5 * offset));
                var a6 = TLanes.Load(p + (6 * offset));
                var a7 = TLanes.Load(p + (7 * offset));
                if (typeof(TMode) == typeof(TurnedToo))
                {
                    TurnEight(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, minus);
                }

                if (typeof(TElement) == typeof(double))
                {
                    a0 = Added((TElement*)total, a0, a1);
                    a2 = Added((TElement*)total + quarter, a2, a3);
                    a4 = Added((TElement*)total + (2 * quarter), a4, a5);
                    a6 = Added((TElement*)total + (3 * quarter), a6, a7);
                    (a0, a2) = SumAndDifference(a0, a2, minus);
                    (a4, a6) = SumAndDifference(a4, a6, minus);
                    second = TLanes.Add(second, TLanes.Add(a2, a6));
                    (a0, a4) = SumAndDifference(a0, a4, minus);
                    highest = TLanes.Add(highest, a4);
                    TLanes.Store((TElement*)block, a0);
                    total += VectorElements;
                }
                else
                {
                    StoreSquares(block, a0, a1);
                    StoreSquares(block + quarter, a2, a3);
                    StoreSquares(block + (2 * quarter), a4, a5);
                    StoreSquares(block + (3 * quarter), a6, a7);
                }

                block += VectorElements;
            }
        }

        return (TLanes.Sum(highest), TLanes.Sum(second));
    }

    /// <summary>The squares of two vectors, also added to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Added(TElement* total, TLanes first, TLanes other)
    {
        var squares = SquaresOf(first, other);
        TLanes.Store(total, TLanes.Add(TLanes.Load(total), squares));
        return squares;
    }

    private readonly struct Read;

    private readonly struct TurnedToo;
}
