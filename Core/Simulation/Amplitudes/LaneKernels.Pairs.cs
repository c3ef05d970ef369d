using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Matrices on two targets.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>Two groups at a time, so that each coefficient is loaded once for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseHighPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients + VectorElements;
        var fixedMask = gate.FixedMask;
        var offset1 = 2 * gate.Offsets[1];
        var offset2 = 2 * gate.Offsets[2];
        var offset3 = 2 * gate.Offsets[3];
        var row = 8 * VectorElements;
        data += 2 * gate.FixedValue;
        var index = range.First;
        var count = range.Count;
        for (; count > 1; count -= 2)
        {
            var first = data + (2 * index);
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var second = data + (2 * index);
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var a = TLanes.Load(first);
            var b = TLanes.Load(first + offset1);
            var d = TLanes.Load(first + offset2);
            var e = TLanes.Load(first + offset3);
            var f = TLanes.Load(second);
            var g = TLanes.Load(second + offset1);
            var h = TLanes.Load(second + offset2);
            var k = TLanes.Load(second + offset3);
            var sa = TLanes.SwapParts(a);
            var sb = TLanes.SwapParts(b);
            var sd = TLanes.SwapParts(d);
            var se = TLanes.SwapParts(e);
            var sf = TLanes.SwapParts(f);
            var sg = TLanes.SwapParts(g);
            var sh = TLanes.SwapParts(h);
            var sk = TLanes.SwapParts(k);
            Row4(c, a, sa, b, sb, d, sd, e, se, f, sf, g, sg, h, sh, k, sk, first, second);
            Row4(c + row, a, sa, b, sb, d, sd, e, se, f, sf, g, sg, h, sh, k, sk, first + offset1, second + offset1);
            Row4(c + (2 * row), a, sa, b, sb, d, sd, e, se, f, sf, g, sg, h, sh, k, sk, first + offset2, second + offset2);
            Row4(c + (3 * row), a, sa, b, sb, d, sd, e, se, f, sf, g, sg, h, sh, k, sk, first + offset3, second + offset3);
        }

        if (count > 0)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset1);
            var d = TLanes.Load(pointer + offset2);
            var e = TLanes.Load(pointer + offset3);
            var sa = TLanes.SwapParts(a);
            var sb = TLanes.SwapParts(b);
            var sd = TLanes.SwapParts(d);
            var se = TLanes.SwapParts(e);
            TLanes.Store(pointer, Row4(c, a, sa, b, sb, d, sd, e, se));
            TLanes.Store(pointer + offset1, Row4(c + row, a, sa, b, sb, d, sd, e, se));
            TLanes.Store(pointer + offset2, Row4(c + (2 * row), a, sa, b, sb, d, sd, e, se));
            TLanes.Store(pointer + offset3, Row4(c + (3 * row), a, sa, b, sb, d, sd, e, se));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row4(
        TElement* c,
        TLanes a, TLanes sa, TLanes b, TLanes sb, TLanes d, TLanes sd, TLanes e, TLanes se,
        TLanes f, TLanes sf, TLanes g, TLanes sg, TLanes h, TLanes sh, TLanes k, TLanes sk,
        TElement* first, TElement* second)
    {
        var (r, i) = Pair(c, 0);
        var x = TLanes.MultiplyAdd(sa, i, TLanes.Multiply(a, r));
        var y = TLanes.MultiplyAdd(sf, i, TLanes.Multiply(f, r));
        (r, i) = Pair(c, 1);
        x = TLanes.MultiplyAdd(sb, i, TLanes.MultiplyAdd(b, r, x));
        y = TLanes.MultiplyAdd(sg, i, TLanes.MultiplyAdd(g, r, y));
        (r, i) = Pair(c, 2);
        x = TLanes.MultiplyAdd(sd, i, TLanes.MultiplyAdd(d, r, x));
        y = TLanes.MultiplyAdd(sh, i, TLanes.MultiplyAdd(h, r, y));
        (r, i) = Pair(c, 3);
        TLanes.Store(first, TLanes.MultiplyAdd(se, i, TLanes.MultiplyAdd(e, r, x)));
        TLanes.Store(second, TLanes.MultiplyAdd(sk, i, TLanes.MultiplyAdd(k, r, y)));
    }

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseMixedPair(in PreparedGate gate, TElement* data, GroupRange range)
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
            var sa = TLanes.SwapParts(a);
            var sb = TLanes.SwapParts(b);
            var sd = TLanes.SwapParts(d);
            var se = TLanes.SwapParts(e);
            TLanes.Store(pointer, Row4(c, a, sa, b, sb, d, sd, e, se));
            TLanes.Store(pointer + offset, Row4(c + (8 * VectorElements), a, sa, b, sb, d, sd, e, se));
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
