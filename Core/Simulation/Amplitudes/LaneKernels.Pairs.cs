using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Matrices on two targets.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseHighPairReal(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients + VectorElements;
        var fixedMask = gate.FixedMask;
        var offset1 = 2 * gate.Offsets[1];
        var offset2 = 2 * gate.Offsets[2];
        var offset3 = 2 * gate.Offsets[3];
        var row = 8 * VectorElements;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset1);
            var d = TLanes.Load(pointer + offset2);
            var e = TLanes.Load(pointer + offset3);
            TLanes.Store(pointer, Row4(c, a, b, d, e));
            TLanes.Store(pointer + offset1, Row4(c + row, a, b, d, e));
            TLanes.Store(pointer + offset2, Row4(c + (2 * row), a, b, d, e));
            TLanes.Store(pointer + offset3, Row4(c + (3 * row), a, b, d, e));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseMixedPairReal(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients + VectorElements);
        var c = (TElement*)gate.Coefficients + (2 * VectorElements);
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Permute(a, permutation);
            var d = TLanes.Load(pointer + offset);
            var e = TLanes.Permute(d, permutation);
            TLanes.Store(pointer, Row4(c, a, b, d, e));
            TLanes.Store(pointer + offset, Row4(c + (8 * VectorElements), a, b, d, e));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Row4(TElement* c, TLanes a, TLanes b, TLanes d, TLanes e)
    {
        var x = TLanes.MultiplyAdd(b, TLanes.Load(c + (2 * VectorElements)), TLanes.Multiply(a, TLanes.Load(c)));
        var y = TLanes.MultiplyAdd(e, TLanes.Load(c + (6 * VectorElements)), TLanes.Multiply(d, TLanes.Load(c + (4 * VectorElements))));
        return TLanes.Add(x, y);
    }

    /// <summary>Of each column of a pair that fills a vector: its complex entries by output, then those multiplied by i.</summary>
    private static void PrepareColumns(LocalGate gate, TElement* coefficients)
    {
        // A place's bits are those of the matrix index, exchanged where the targets descend.
        var descends = gate.Targets[0] > gate.Targets[1];
        for (var input = 0; input < 4; input++)
        {
            var column = coefficients + (2 * input * VectorElements);
            for (var output = 0; output < 4; output++)
            {
                var value = gate.Elements[(Place(output) * 4) + Place(input)];
                Set(column, output, value);
                Set(column + VectorElements, output, value * Complex.ImaginaryOne);
            }
        }

        int Place(int lane) => descends ? (lane >> 1) | ((lane & 1) << 1) : lane;
    }

    /// <summary>Each part of each amplitude, in all places of a vector, times its column: no permutations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ColumnsLowPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients;
        var (r0, i0) = Pair(c, 0);
        var (r1, i1) = Pair(c, 1);
        var (r2, i2) = Pair(c, 2);
        var (r3, i3) = Pair(c, 3);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var x = TLanes.MultiplyAddScalar(r0, pointer, default);
            var y = TLanes.MultiplyAddScalar(i0, pointer + 1, default);
            x = TLanes.MultiplyAddScalar(r1, pointer + 2, x);
            y = TLanes.MultiplyAddScalar(i1, pointer + 3, y);
            x = TLanes.MultiplyAddScalar(r2, pointer + 4, x);
            y = TLanes.MultiplyAddScalar(i2, pointer + 5, y);
            x = TLanes.MultiplyAddScalar(r3, pointer + 6, x);
            y = TLanes.MultiplyAddScalar(i3, pointer + 7, y);
            TLanes.Store(pointer, TLanes.Add(x, y));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    /// <summary>One target within a vector: all coefficients stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseMixedPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients + VectorElements);
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
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            var x = TLanes.Multiply(a, r0);
            var y = TLanes.Multiply(a, r4);
            var p = TLanes.Permute(a, permutation);
            x = TLanes.MultiplyAdd(p, r1, x);
            y = TLanes.MultiplyAdd(p, r5, y);
            a = TLanes.SwapParts(a);
            x = TLanes.MultiplyAdd(a, i0, x);
            y = TLanes.MultiplyAdd(a, i4, y);
            p = TLanes.SwapParts(p);
            x = TLanes.MultiplyAdd(p, i1, x);
            y = TLanes.MultiplyAdd(p, i5, y);
            var u = TLanes.Multiply(b, r2);
            var w = TLanes.Multiply(b, r6);
            var q = TLanes.Permute(b, permutation);
            u = TLanes.MultiplyAdd(q, r3, u);
            w = TLanes.MultiplyAdd(q, r7, w);
            b = TLanes.SwapParts(b);
            u = TLanes.MultiplyAdd(b, i2, u);
            w = TLanes.MultiplyAdd(b, i6, w);
            q = TLanes.SwapParts(q);
            u = TLanes.MultiplyAdd(q, i3, u);
            w = TLanes.MultiplyAdd(q, i7, w);
            TLanes.Store(pointer, TLanes.Add(x, u));
            TLanes.Store(pointer + offset, TLanes.Add(y, w));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseLowPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutations = (TElement*)gate.Coefficients;
        var one = TLanes.Load(permutations + VectorElements);
        var two = TLanes.Load(permutations + (2 * VectorElements));
        var three = TLanes.Load(permutations + (3 * VectorElements));
        var c = permutations + (4 * VectorElements);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Permute(a, one);
            var d = TLanes.Permute(a, two);
            var e = TLanes.Permute(a, three);
            TLanes.Store(pointer, Row4(
                c, a, TLanes.SwapParts(a), b, TLanes.SwapParts(b), d, TLanes.SwapParts(d), e, TLanes.SwapParts(e)));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Row4(TElement* c, TLanes a, TLanes sa, TLanes b, TLanes sb, TLanes d, TLanes sd, TLanes e, TLanes se)
    {
        var x = TLanes.MultiplyAdd(sa, TLanes.Load(c + VectorElements), TLanes.Multiply(a, TLanes.Load(c)));
        var y = TLanes.MultiplyAdd(sb, TLanes.Load(c + (3 * VectorElements)), TLanes.Multiply(b, TLanes.Load(c + (2 * VectorElements))));
        x = TLanes.MultiplyAdd(sd, TLanes.Load(c + (5 * VectorElements)), TLanes.MultiplyAdd(d, TLanes.Load(c + (4 * VectorElements)), x));
        y = TLanes.MultiplyAdd(se, TLanes.Load(c + (7 * VectorElements)), TLanes.MultiplyAdd(e, TLanes.Load(c + (6 * VectorElements)), y));
        return TLanes.Add(x, y);
    }
}
