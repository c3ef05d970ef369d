using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Turns of many bits at once into the basis of X, without the factor.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>log₂ of the amplitudes that are turned together while they are in the fastest cache.</summary>
    private const int TurnedBits = 11;

    /// <summary>For each bit of a vector's own places −1 where it is set, 1 elsewhere.</summary>
    private static readonly TLanes[] PlaceSigns = [.. Enumerable.Range(0, BitOperations.Log2((uint)Step)).Select(Signs)];

    public override void ToBasisOfX(void* source, void* other, double factor, void* destination, int qubits)
    {
        var inner = Math.Min(qubits, TurnedBits);
        for (long start = 0; start < 1L << qubits; start += 1L << inner)
        {
            var from = (TElement*)source + (2 * start);
            var added = other is null ? null : (TElement*)other + (2 * start);
            var to = (TElement*)destination + (2 * start);
            if (LaneBits == 2 && inner >= 5)
            {
                var lowest = AmplitudeGrid.Block(inner).Below(LaneBits);
                if (added is null)
                {
                    TurnThree<WithinToo>(from, to, lowest, 0);
                }
                else
                {
                    TurnThree<Together>(from, to, lowest, 0, added - from, TElement.CreateTruncating(factor));
                }

                TurnBits(to, to, AmplitudeGrid.Block(inner), 5, inner);
                continue;
            }

            if (added is not null)
            {
                Combine(from, added, TElement.CreateTruncating(factor), to, inner);
                from = to;
            }

            if (LaneBits > 0)
            {
                TurnWithin(from, to, inner);
                from = to;
            }

            TurnBits(from, to, AmplitudeGrid.Block(inner), LaneBits, inner);
        }

        TurnBits((TElement*)destination, (TElement*)destination, AmplitudeGrid.Block(qubits), inner, qubits);
    }

    /// <summary>Turns some bits above the vectors' own; these may number none only where source and destination are one.</summary>
    private static void TurnBits(TElement* source, TElement* destination, in AmplitudeGrid grid, int bit, int end)
    {
        if (bit >= end && source != destination)
        {
            Buffer.MemoryCopy(source, destination, (2L << grid.Bits) * sizeof(TElement), (2L << grid.Bits) * sizeof(TElement));
        }

        while (bit < end)
        {
            var count = end - bit >= 3 && end - bit != 4 ? 3 : end - bit >= 2 ? 2 : 1;
            var runs = grid.Below(bit);
            switch (count)
            {
                case 3:
                    TurnThree<Alone>(source, destination, runs, bit - runs.RunBits);
                    break;
                case 2:
                    TurnTwo(source, destination, runs, bit - runs.RunBits);
                    break;
                default:
                    TurnOne(source, destination, runs, bit - runs.RunBits);
                    break;
            }

            source = destination;
            bit += count;
        }
    }

    private static void Combine(TElement* source, TElement* other, TElement factor, TElement* destination, int qubits)
    {
        var factors = TLanes.Fill(factor);
        for (long i = 0; i < 2L << qubits; i += VectorElements)
        {
            TLanes.Store(destination + i, TLanes.MultiplyAdd(TLanes.Load(other + i), factors, TLanes.Load(source + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnWithin(TElement* source, TElement* destination, int qubits)
    {
        for (var bit = 0; bit < BitOperations.Log2((uint)Step); bit++)
        {
            var permutation = ExchangedPlaces[bit];
            var signs = PlaceSigns[bit];
            for (long i = 0; i < 2L << qubits; i += VectorElements)
            {
                var value = TLanes.Load(source + i);
                TLanes.Store(destination + i, TLanes.MultiplyAdd(value, signs, TLanes.Permute(value, permutation)));
            }

            source = destination;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnOne(TElement* source, TElement* destination, in AmplitudeGrid grid, int bit)
    {
        var minus = TLanes.Fill(-TElement.One);
        var met = 1L << bit;
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
        for (long row = 0; row < 1L << grid.RowBits; row = ((row | met) + 1) & ~met)
        {
            var p = source + (row * stride);
            var q = destination + (row * stride);
            for (var end = p + run; p != end; p += VectorElements, q += VectorElements)
            {
                var (a0, a1) = SumAndDifference(TLanes.Load(p), TLanes.Load(p + offset), minus);
                TLanes.Store(q, a0);
                TLanes.Store(q + offset, a1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnTwo(TElement* source, TElement* destination, in AmplitudeGrid grid, int bit)
    {
        var minus = TLanes.Fill(-TElement.One);
        var met = 3L << bit;
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
        for (long row = 0; row < 1L << grid.RowBits; row = ((row | met) + 1) & ~met)
        {
            var p = source + (row * stride);
            var q = destination + (row * stride);
            for (var end = p + run; p != end; p += VectorElements, q += VectorElements)
            {
                var (a0, a1) = SumAndDifference(TLanes.Load(p), TLanes.Load(p + offset), minus);
                var (a2, a3) = SumAndDifference(TLanes.Load(p + (2 * offset)), TLanes.Load(p + (3 * offset)), minus);
                (a0, a2) = SumAndDifference(a0, a2, minus);
                (a1, a3) = SumAndDifference(a1, a3, minus);
                TLanes.Store(q, a0);
                TLanes.Store(q + offset, a1);
                TLanes.Store(q + (2 * offset), a2);
                TLanes.Store(q + (3 * offset), a3);
            }
        }
    }

    /// <summary>Turns three bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnThree<TMode>(
        TElement* source, TElement* destination, in AmplitudeGrid grid, int bit, long other = 0, TElement factor = default)
    {
        var minus = TLanes.Fill(-TElement.One);
        TLanes permutation0 = default, permutation1 = default, signs0 = default, signs1 = default;
        if (typeof(TMode) == typeof(WithinToo) || typeof(TMode) == typeof(Together))
        {
            permutation0 = ExchangedPlaces[0];
            permutation1 = ExchangedPlaces[1];
            signs0 = PlaceSigns[0];
            signs1 = PlaceSigns[1];
        }

        var factors = TLanes.Fill(factor);
        var met = 7L << bit;
        var (stride, run) = (2 * grid.Stride, 2L << grid.RunBits);
        var offset = stride << bit;
        for (long row = 0; row < 1L << grid.RowBits; row = ((row | met) + 1) & ~met)
        {
            var p = source + (row * stride);
            var q = destination + (row * stride);
            for (var end = p + run; p != end; p += VectorElements, q += VectorElements)
            {
                var a0 = TLanes.Load(p);
                var a1 = TLanes.Load(p + offset);
                var a2 = TLanes.Load(p + (2 * offset));
                var a3 = TLanes.Load(p + (3 * offset));
                var a4 = TLanes.Load(p + (4 * offset));
                var a5 = TLanes.Load(p + (5 * offset));
                var a6 = TLanes.Load(p + (6 * offset));
                var a7 = TLanes.Load(p + (7 * offset));
                if (typeof(TMode) == typeof(Together))
                {
                    var added = p + other;
                    a0 = TLanes.MultiplyAdd(TLanes.Load(added), factors, a0);
                    a1 = TLanes.MultiplyAdd(TLanes.Load(added + offset), factors, a1);
                    a2 = TLanes.MultiplyAdd(TLanes.Load(added + (2 * offset)), factors, a2);
                    a3 = TLanes.MultiplyAdd(TLanes.Load(added + (3 * offset)), factors, a3);
                    a4 = TLanes.MultiplyAdd(TLanes.Load(added + (4 * offset)), factors, a4);
                    a5 = TLanes.MultiplyAdd(TLanes.Load(added + (5 * offset)), factors, a5);
                    a6 = TLanes.MultiplyAdd(TLanes.Load(added + (6 * offset)), factors, a6);
                    a7 = TLanes.MultiplyAdd(TLanes.Load(added + (7 * offset)), factors, a7);
                }

                if (typeof(TMode) == typeof(Ahead))
                {
                    var next = p + run;
                    Prefetch(next);
                    Prefetch(next + offset);
                    Prefetch(next + (2 * offset));
                    Prefetch(next + (3 * offset));
                    Prefetch(next + (4 * offset));
                    Prefetch(next + (5 * offset));
                    Prefetch(next + (6 * offset));
                    Prefetch(next + (7 * offset));
                }

                TurnEight(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7, minus);
                if (typeof(TMode) == typeof(WithinToo) || typeof(TMode) == typeof(Together))
                {
                    a0 = Within(a0, permutation0, signs0, permutation1, signs1);
                    a1 = Within(a1, permutation0, signs0, permutation1, signs1);
                    a2 = Within(a2, permutation0, signs0, permutation1, signs1);
                    a3 = Within(a3, permutation0, signs0, permutation1, signs1);
                    a4 = Within(a4, permutation0, signs0, permutation1, signs1);
                    a5 = Within(a5, permutation0, signs0, permutation1, signs1);
                    a6 = Within(a6, permutation0, signs0, permutation1, signs1);
                    a7 = Within(a7, permutation0, signs0, permutation1, signs1);
                }

                TLanes.Store(q, a0);
                TLanes.Store(q + offset, a1);
                TLanes.Store(q + (2 * offset), a2);
                TLanes.Store(q + (3 * offset), a3);
                TLanes.Store(q + (4 * offset), a4);
                TLanes.Store(q + (5 * offset), a5);
                TLanes.Store(q + (6 * offset), a6);
                TLanes.Store(q + (7 * offset), a7);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Sum, TLanes Difference) SumAndDifference(TLanes a, TLanes b, TLanes minus) => (TLanes.Add(a, b), TLanes.MultiplyAdd(b, minus, a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnEight(
        ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3, ref TLanes a4, ref TLanes a5, ref TLanes a6, ref TLanes a7, TLanes minus)
    {
        (a0, a1) = SumAndDifference(a0, a1, minus);
        (a2, a3) = SumAndDifference(a2, a3, minus);
        (a4, a5) = SumAndDifference(a4, a5, minus);
        (a6, a7) = SumAndDifference(a6, a7, minus);
        (a0, a2) = SumAndDifference(a0, a2, minus);
        (a1, a3) = SumAndDifference(a1, a3, minus);
        (a4, a6) = SumAndDifference(a4, a6, minus);
        (a5, a7) = SumAndDifference(a5, a7, minus);
        (a0, a4) = SumAndDifference(a0, a4, minus);
        (a1, a5) = SumAndDifference(a1, a5, minus);
        (a2, a6) = SumAndDifference(a2, a6, minus);
        (a3, a7) = SumAndDifference(a3, a7, minus);
    }

    /// <summary>Turns the two bits of a vector's own places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Within(TLanes value, TLanes permutation0, TLanes signs0, TLanes permutation1, TLanes signs1)
    {
        value = TLanes.MultiplyAdd(value, signs0, TLanes.Permute(value, permutation0));
        return TLanes.MultiplyAdd(value, signs1, TLanes.Permute(value, permutation1));
    }

    /// <summary>−1 in the places that have a bit, 1 in the others.</summary>
    private static TLanes Signs(int bit) => TLanes.Select(TLanes.Mask(LanesWith(bit)), TLanes.Fill(-TElement.One), TLanes.Fill(TElement.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }

    private readonly struct Alone;

    private readonly struct Ahead;

    private readonly struct WithinToo;

    private readonly struct Together;
}
