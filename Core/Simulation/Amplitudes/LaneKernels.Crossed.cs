using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Matrices on two targets that only mix what differs in none or in both: half of the products.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>After room for one vector the permutation, then for each combination of high targets the coefficients of a number itself and of its counterpart.</summary>
    private static void PrepareCrossed(LocalGate gate, int high, int low, TElement* data)
    {
        Span<int> lowTargets = stackalloc int[low];
        Span<int> lowPlaces = stackalloc int[low];
        Span<int> highPlaces = stackalloc int[high];
        Places(gate.Targets, lowTargets, lowPlaces, highPlaces);
        var flip = (int)Deposit((1 << low) - 1, lowTargets);
        Span<int> source = stackalloc int[Step];
        for (var lane = 0; lane < Step; lane++)
        {
            source[lane] = lane ^ flip;
        }

        TLanes.Store(data + VectorElements, TLanes.Permutation(source));
        var coefficients = data + (2 * VectorElements);
        for (var output = 0; output < 1 << high; output++)
        {
            var rows = (int)Deposit(output, highPlaces);
            for (var lane = 0; lane < Step; lane++)
            {
                var acts = Acts(gate, lane);
                var row = rows | Gather(lane, lowTargets, lowPlaces);
                Write(coefficients, lane, acts ? gate.Elements[(row * 4) + row] : Complex.One);
                Write(coefficients + (2 * VectorElements), lane, acts ? gate.Elements[(row * 4) + (row ^ 3)] : Complex.Zero);
            }

            coefficients += 4 * VectorElements;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CrossedMixedPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients + VectorElements);
        var c = (TElement*)gate.Coefficients + (2 * VectorElements);
        var (r0, i0) = Pair(c, 0);
        var (r1, i1) = Pair(c, 1);
        var (r2, i2) = Pair(c, 2);
        var (r3, i3) = Pair(c, 3);
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            TLanes.Store(pointer, Mixed(a, TLanes.Permute(b, permutation), r0, i0, r1, i1));
            TLanes.Store(pointer + offset, Mixed(b, TLanes.Permute(a, permutation), r2, i2, r3, i3));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CrossedHighPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients + (2 * VectorElements);
        var (r0, i0) = Pair(c, 0);
        var (r1, i1) = Pair(c, 1);
        var (r2, i2) = Pair(c, 2);
        var (r3, i3) = Pair(c, 3);
        var (r4, i4) = Pair(c, 4);
        var (r5, i5) = Pair(c, 5);
        var (r6, i6) = Pair(c, 6);
        var (r7, i7) = Pair(c, 7);
        var fixedMask = gate.FixedMask;
        var offset1 = 2 * gate.Offsets[1];
        var offset2 = 2 * gate.Offsets[2];
        var offset3 = 2 * gate.Offsets[3];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset1);
            var d = TLanes.Load(pointer + offset2);
            var e = TLanes.Load(pointer + offset3);
            TLanes.Store(pointer, Mixed(a, e, r0, i0, r1, i1));
            TLanes.Store(pointer + offset1, Mixed(b, d, r2, i2, r3, i3));
            TLanes.Store(pointer + offset2, Mixed(d, b, r4, i4, r5, i5));
            TLanes.Store(pointer + offset3, Mixed(e, a, r6, i6, r7, i7));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Mixed(TLanes own, TLanes other, TLanes ownReal, TLanes ownImaginary, TLanes otherReal, TLanes otherImaginary) => TLanes.MultiplyAdd(
        TLanes.SwapParts(other), otherImaginary, TLanes.MultiplyAdd(other, otherReal, Turned(own, ownReal, ownImaginary)));
}
