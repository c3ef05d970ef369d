using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What moments of a block are made from: squares, and products of amplitudes that differ in one bit.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>The bit of the amplitude's index that each bit of a place in two vectors' squares stands for.</summary>
    private static readonly int[] SquareOrder = FindSquareOrder();

    /// <summary>For each bit of a vector's own places the permutation that exchanges the numbers that differ in it.</summary>
    private static readonly TLanes[] ExchangedPlaces = [.. Enumerable.Range(0, BitOperations.Log2((uint)Step)).Select(Exchanged)];

    public override int SquarePlace(int bit, int qubits) => qubits > LaneBits && bit < SquareOrder.Length ? SquareOrder[bit] : bit;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Squares(void* amplitudes, Span<double> squares)
    {
        var data = (TElement*)amplitudes;
        if (squares.Length < 2 * Step)
        {
            Probabilities(amplitudes, squares);
            return;
        }

        fixed (double* start = squares)
        {
            var target = start;
            for (long left = squares.Length; left > 0; left -= VectorElements)
            {
                StoreSquares(target, TLanes.Load(data), TLanes.Load(data + VectorElements));
                data += 2 * VectorElements;
                target += VectorElements;
            }
        }
    }

    /// <summary>The squares of two vectors, in the order of <see cref="SquareOrder"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SquaresOf(TLanes first, TLanes second)
    {
        var reals = TLanes.Reals(first, second);
        var imaginaries = TLanes.Imaginaries(first, second);
        return TLanes.MultiplyAdd(reals, reals, TLanes.Multiply(imaginaries, imaginaries));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSquares(double* target, TLanes first, TLanes second) => TLanes.StoreWidened(target, SquaresOf(first, second));

    public override int ExchangeBytes(int qubits) => 2 * qubits * VectorElements * sizeof(TElement);

    public override void Exchanges(void* amplitudes, in AmplitudeGrid grid, int first, void* sums)
    {
        var data = (TElement*)amplitudes;
        while (first < grid.Bits)
        {
            int count;
            var into = (TElement*)sums + (2 * first * VectorElements);
            if (first < LaneBits)
            {
                count = Math.Min(2, LaneBits - first);
                ExchangeWithin(data, grid.Bits, first, count, into);
            }
            else
            {
                count = first + BitsTogether <= grid.Bits ? BitsTogether : 1;
                var runs = grid.Below(first);
                if (count == 1)
                {
                    ExchangeOne(data, runs, first - runs.RunBits, into);
                }
                else
                {
                    ExchangeThree(data, runs, first - runs.RunBits, into);
                }
            }

            first += count;
        }
    }

    public override void TakeExchanges(void* sums, int qubits, Span<Complex> totals)
    {
        var next = (TElement*)sums;
        var zero = TLanes.Fill(TElement.Zero);
        for (var bit = 0; bit < qubits; bit++)
        {
            var (real, crossed) = (TLanes.Load(next), TLanes.Load(next + VectorElements));
            if (bit < LaneBits)
            {
                var lower = TLanes.Mask(~LanesWith(bit));
                (real, crossed) = (TLanes.Select(lower, real, zero), TLanes.Select(lower, crossed, zero));
            }

            totals[bit] += new Complex(TLanes.Sum(real), TLanes.Sum(TLanes.Multiply(crossed, Alternating(-1))));
            TLanes.Store(next, zero);
            TLanes.Store(next + VectorElements, zero);
            next += 2 * VectorElements;
        }
    }

    /// <summary>One or two bits of a vector's own places; each product stands there twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExchangeWithin(TElement* data, int qubits, int bit, int count, TElement* sums)
    {
        var permutation0 = ExchangedPlaces[bit];
        var permutation1 = ExchangedPlaces[bit + count - 1];
        var other = sums + (2 * (count - 1) * VectorElements);
        TLanes real1 = default, crossed1 = default;
        var real0 = TLanes.Load(sums);
        var crossed0 = TLanes.Load(sums + VectorElements);
        if (count > 1)
        {
            real1 = TLanes.Load(other);
            crossed1 = TLanes.Load(other + VectorElements);
        }

        for (long i = 0; i < 2L << qubits; i += VectorElements)
        {
            var a = TLanes.Load(data + i);
            var b = TLanes.Permute(a, permutation0);
            real0 = TLanes.MultiplyAdd(a, b, real0);
            crossed0 = TLanes.MultiplyAdd(a, TLanes.SwapParts(b), crossed0);
            b = TLanes.Permute(a, permutation1);
            real1 = TLanes.MultiplyAdd(a, b, real1);
            crossed1 = TLanes.MultiplyAdd(a, TLanes.SwapParts(b), crossed1);
        }

        if (count > 1)
        {
            TLanes.Store(other, real1);
            TLanes.Store(other + VectorElements, crossed1);
        }

        TLanes.Store(sums, real0);
        TLanes.Store(sums + VectorElements, crossed0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExchangeOne(TElement* data, in AmplitudeGrid grid, int bit, TElement* sums)
    {
        var real = TLanes.Load(sums);
        var crossed = TLanes.Load(sums + VectorElements);
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
        for (long row = 0; row < 1L << grid.RowBits; row = ((row | (1L << bit)) + 1) & ~(1L << bit))
        {
            var p = data + (row * stride);
            for (var end = p + run; p != end; p += VectorElements)
            {
                var a = TLanes.Load(p);
                var b = TLanes.Load(p + offset);
                real = TLanes.MultiplyAdd(a, b, real);
                crossed = TLanes.MultiplyAdd(a, TLanes.SwapParts(b), crossed);
            }
        }

        TLanes.Store(sums, real);
        TLanes.Store(sums + VectorElements, crossed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExchangeThree(TElement* data, in AmplitudeGrid grid, int bit, TElement* sums)
    {
        var real0 = TLanes.Load(sums);
        var crossed0 = TLanes.Load(sums + VectorElements);
        var real1 = TLanes.Load(sums + (2 * VectorElements));
        var crossed1 = TLanes.Load(sums + (3 * VectorElements));
        var real2 = TLanes.Load(sums + (4 * VectorElements));
        var crossed2 = TLanes.Load(sums + (5 * VectorElements));
        var met = 7L << bit;
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
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
                real0 = TLanes.MultiplyAdd(a0, a1, real0);
                real1 = TLanes.MultiplyAdd(a0, a2, real1);
                real2 = TLanes.MultiplyAdd(a0, a4, real2);
                real0 = TLanes.MultiplyAdd(a2, a3, real0);
                real1 = TLanes.MultiplyAdd(a1, a3, real1);
                real2 = TLanes.MultiplyAdd(a1, a5, real2);
                real0 = TLanes.MultiplyAdd(a4, a5, real0);
                real1 = TLanes.MultiplyAdd(a4, a6, real1);
                real2 = TLanes.MultiplyAdd(a2, a6, real2);
                real0 = TLanes.MultiplyAdd(a6, a7, real0);
                real1 = TLanes.MultiplyAdd(a5, a7, real1);
                real2 = TLanes.MultiplyAdd(a3, a7, real2);
                var b = TLanes.SwapParts(a1);
                crossed0 = TLanes.MultiplyAdd(a0, b, crossed0);
                b = TLanes.SwapParts(a2);
                crossed1 = TLanes.MultiplyAdd(a0, b, crossed1);
                b = TLanes.SwapParts(a4);
                crossed2 = TLanes.MultiplyAdd(a0, b, crossed2);
                b = TLanes.SwapParts(a3);
                crossed0 = TLanes.MultiplyAdd(a2, b, crossed0);
                crossed1 = TLanes.MultiplyAdd(a1, b, crossed1);
                b = TLanes.SwapParts(a5);
                crossed0 = TLanes.MultiplyAdd(a4, b, crossed0);
                crossed2 = TLanes.MultiplyAdd(a1, b, crossed2);
                b = TLanes.SwapParts(a6);
                crossed1 = TLanes.MultiplyAdd(a4, b, crossed1);
                crossed2 = TLanes.MultiplyAdd(a2, b, crossed2);
                b = TLanes.SwapParts(a7);
                crossed0 = TLanes.MultiplyAdd(a6, b, crossed0);
                crossed1 = TLanes.MultiplyAdd(a5, b, crossed1);
                crossed2 = TLanes.MultiplyAdd(a3, b, crossed2);
            }
        }

        TLanes.Store(sums, real0);
        TLanes.Store(sums + VectorElements, crossed0);
        TLanes.Store(sums + (2 * VectorElements), real1);
        TLanes.Store(sums + (3 * VectorElements), crossed1);
        TLanes.Store(sums + (4 * VectorElements), real2);
        TLanes.Store(sums + (5 * VectorElements), crossed2);
    }

    /// <summary>The permutation that exchanges the numbers of a vector that differ in a bit of their place.</summary>
    private static TLanes Exchanged(int bit)
    {
        Span<int> places = stackalloc int[Step];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i ^ (1 << bit);
        }

        return TLanes.Permutation(places);
    }

    private static int[] FindSquareOrder()
    {
        var numbers = stackalloc TElement[2 * VectorElements];
        for (var i = 0; i < VectorElements; i++)
        {
            numbers[2 * i] = TElement.CreateTruncating(i);
            numbers[(2 * i) + 1] = TElement.Zero;
        }

        var places = stackalloc TElement[VectorElements];
        TLanes.Store(places, TLanes.Reals(TLanes.Load(numbers), TLanes.Load(numbers + VectorElements)));
        var order = new int[BitOperations.Log2((uint)VectorElements)];
        for (var bit = 0; bit < order.Length; bit++)
        {
            order[bit] = BitOperations.Log2(uint.CreateTruncating(places[1 << bit]));
        }

        return order;
    }
}
