using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Turns of many bits at once into the basis of X, without the factor.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>log₂ of the amplitudes that are turned together while they are in the fastest cache.</summary>
    private const int TurnedBits = 10;

    /// <summary>For each bit of a vector's own places −1 where it is set, 1 elsewhere.</summary>
    private static readonly TLanes[] PlaceSigns = [.. Enumerable.Range(0, BitOperations.Log2((uint)Step)).Select(Signs)];

    public override void ToBasisOfX(void* source, void* destination, int qubits, int first)
    {
        var inner = Math.Min(qubits, Math.Max(TurnedBits, first));
        for (long start = 0; start < 1L << qubits; start += 1L << inner)
        {
            var from = (TElement*)source + (2 * start);
            var to = (TElement*)destination + (2 * start);
            if (first == 0 && LaneBits == 2 && inner >= 5)
            {
                TurnThree<WithinToo>(from, to, inner, 2);
                TurnBits(to, to, inner, 5, inner);
                continue;
            }

            if (first < LaneBits)
            {
                TurnWithin(from, to, inner, first);
                from = to;
            }

            TurnBits(from, to, inner, Math.Max(first, LaneBits), inner);
        }

        TurnBits((TElement*)destination, (TElement*)destination, qubits, inner, qubits);
    }

    /// <summary>Turns some bits above the vectors' own; those may number none only where source and destination are one.</summary>
    private static void TurnBits(TElement* source, TElement* destination, int qubits, int bit, int end)
    {
        if (bit >= end && source != destination)
        {
            Buffer.MemoryCopy(source, destination, (2L << qubits) * sizeof(TElement), (2L << qubits) * sizeof(TElement));
        }

        while (bit < end)
        {
            var count = end - bit >= 3 && end - bit != 4 ? 3 : end - bit >= 2 ? 2 : 1;
            switch (count)
            {
                case 3:
                    TurnThree<Alone>(source, destination, qubits, bit);
                    break;
                case 2:
                    TurnTwo(source, destination, qubits, bit);
                    break;
                default:
                    TurnOne(source, destination, qubits, bit);
                    break;
            }

            source = destination;
            bit += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnWithin(TElement* source, TElement* destination, int qubits, int first)
    {
        for (var bit = first; bit < BitOperations.Log2((uint)Step); bit++)
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
    private static void TurnOne(TElement* source, TElement* destination, int qubits, int bit)
    {
        var minus = TLanes.Fill(-TElement.One);
        var offset = 2L << bit;
        for (long start = 0; start < 2L << qubits; start += 2 * offset)
        {
            for (var i = start; i < start + offset; i += VectorElements)
            {
                var a = TLanes.Load(source + i);
                var b = TLanes.Load(source + i + offset);
                TLanes.Store(destination + i, TLanes.Add(a, b));
                TLanes.Store(destination + i + offset, TLanes.MultiplyAdd(b, minus, a));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnTwo(TElement* source, TElement* destination, int qubits, int bit)
    {
        var minus = TLanes.Fill(-TElement.One);
        var fixedMask = (3L << (bit + 1)) | (uint)(VectorElements - 1);
        var offset = 2L << bit;
        long index = 0;
        for (var count = (1L << (qubits - 2)) / Step; count > 0; count--)
        {
            var p = source + index;
            var (a0, a1) = SumAndDifference(TLanes.Load(p), TLanes.Load(p + offset), minus);
            var (a2, a3) = SumAndDifference(TLanes.Load(p + (2 * offset)), TLanes.Load(p + (3 * offset)), minus);
            (a0, a2) = SumAndDifference(a0, a2, minus);
            (a1, a3) = SumAndDifference(a1, a3, minus);
            p = destination + index;
            TLanes.Store(p, a0);
            TLanes.Store(p + offset, a1);
            TLanes.Store(p + (2 * offset), a2);
            TLanes.Store(p + (3 * offset), a3);
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnThree<TMode>(TElement* source, TElement* destination, int qubits, int bit)
    {
        var minus = TLanes.Fill(-TElement.One);
        TLanes permutation0 = default, permutation1 = default, signs0 = default, signs1 = default;
        if (typeof(TMode) == typeof(WithinToo))
        {
            permutation0 = ExchangedPlaces[0];
            permutation1 = ExchangedPlaces[1];
            signs0 = PlaceSigns[0];
            signs1 = PlaceSigns[1];
        }

        var fixedMask = (7L << (bit + 1)) | (uint)(VectorElements - 1);
        var offset = 2L << bit;
        long index = 0;
        for (var count = (1L << (qubits - 3)) / Step; count > 0; count--)
        {
            var p = source + index;
            var (a0, a1) = SumAndDifference(TLanes.Load(p), TLanes.Load(p + offset), minus);
            var (a2, a3) = SumAndDifference(TLanes.Load(p + (2 * offset)), TLanes.Load(p + (3 * offset)), minus);
            var (a4, a5) = SumAndDifference(TLanes.Load(p + (4 * offset)), TLanes.Load(p + (5 * offset)), minus);
            var (a6, a7) = SumAndDifference(TLanes.Load(p + (6 * offset)), TLanes.Load(p + (7 * offset)), minus);
            (a0, a2) = SumAndDifference(a0, a2, minus);
            (a1, a3) = SumAndDifference(a1, a3, minus);
            (a4, a6) = SumAndDifference(a4, a6, minus);
            (a5, a7) = SumAndDifference(a5, a7, minus);
            (a0, a4) = SumAndDifference(a0, a4, minus);
            (a1, a5) = SumAndDifference(a1, a5, minus);
            (a2, a6) = SumAndDifference(a2, a6, minus);
            (a3, a7) = SumAndDifference(a3, a7, minus);
            if (typeof(TMode) == typeof(WithinToo))
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

            p = destination + index;
            TLanes.Store(p, a0);
            TLanes.Store(p + offset, a1);
            TLanes.Store(p + (2 * offset), a2);
            TLanes.Store(p + (3 * offset), a3);
            TLanes.Store(p + (4 * offset), a4);
            TLanes.Store(p + (5 * offset), a5);
            TLanes.Store(p + (6 * offset), a6);
            TLanes.Store(p + (7 * offset), a7);
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Sum, TLanes Difference) SumAndDifference(TLanes a, TLanes b, TLanes minus) => (TLanes.Add(a, b), TLanes.MultiplyAdd(b, minus, a));

    /// <summary>Turns the two bits of a vector's own places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Within(TLanes value, TLanes permutation0, TLanes signs0, TLanes permutation1, TLanes signs1)
    {
        value = TLanes.MultiplyAdd(value, signs0, TLanes.Permute(value, permutation0));
        return TLanes.MultiplyAdd(value, signs1, TLanes.Permute(value, permutation1));
    }

    /// <summary>−1 in the places that have a bit, 1 in the others.</summary>
    private static TLanes Signs(int bit) => TLanes.Select(TLanes.Mask(LanesWith(bit)), TLanes.Fill(-TElement.One), TLanes.Fill(TElement.One));

    private readonly struct Alone;

    private readonly struct WithinToo;
}
