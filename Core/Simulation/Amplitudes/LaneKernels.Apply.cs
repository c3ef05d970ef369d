using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The loops over vectors. An index goes on to the next one with the fixed bits 0 by <c>((i | fixed) + 1) &amp; ~fixed</c>.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    public override void Apply(in PreparedGate gate, void* amplitudes, int qubits, int part, int parts)
    {
        var data = (TElement*)amplitudes;
        var range = Groups(gate, qubits, part, parts);
        switch (gate.Kind)
        {
            case LocalGateKind.Diagonal when gate.IsSweep:
                Sweep(gate, data, range);
                break;
            case LocalGateKind.Diagonal:
                Diagonal(gate, data + (2 * gate.FixedValue), range);
                break;
            case LocalGateKind.Swap when (gate.High, gate.Low) == (1, 1):
                SwapMixed(gate, data, range);
                break;
            case LocalGateKind.Not or LocalGateKind.Swap:
                Not(gate, data, range);
                break;
            default:
                Dense(gate, data, range);
                break;
        }
    }

    private static void Dense(in PreparedGate gate, TElement* data, GroupRange range)
    {
        switch (gate.High, gate.Low, gate.Form)
        {
            case (1, 0, DenseForm.Real):
                DenseHighReal(gate, data, range);
                break;
            case (1, 0, _):
                DenseHigh(gate, data, range);
                break;
            case (0, 1, DenseForm.Real):
                DenseLowReal(gate, data, range);
                break;
            case (2, 0, DenseForm.Crossed):
                CrossedHighPair(gate, data, range);
                break;
            case (1, 1, DenseForm.Crossed):
                CrossedMixedPair(gate, data, range);
                break;
            case (0, 1, _) or (0, 2, DenseForm.Crossed):
                DenseLow(gate, data, range);
                break;
            case (2, 0, DenseForm.Real):
                DenseHighPairReal(gate, data, range);
                break;
            case (2, 0, DenseForm.Products):
                ProductsHighPair(gate, data, range);
                break;
            case (1, 1, DenseForm.Real):
                DenseMixedPairReal(gate, data, range);
                break;
            case (1, 1, DenseForm.Products):
                ProductsMixedPair(gate, data, range);
                break;
            case (1, 1, _):
                DenseMixedPair(gate, data, range);
                break;
            case (0, 2, DenseForm.Columns):
                ColumnsLowPair(gate, data, range);
                break;
            case (0, 2, _):
                DenseLowPair(gate, data, range);
                break;
            default:
                DenseAny(gate, data, range);
                break;
        }
    }

    /// <summary>The groups of vectors that a part of the work has.</summary>
    private static GroupRange Groups(in PreparedGate gate, int qubits, int part, int parts)
    {
        var groups = 1L << (qubits - (int)long.PopCount(gate.FixedMask));
        var start = groups * part / parts;
        var count = (groups * (part + 1) / parts) - start;
        long first = 0;
        for (var bit = 0; start != 0; bit++)
        {
            if (((gate.FixedMask >> bit) & 1) == 0)
            {
                first |= (start & 1) << bit;
                start >>= 1;
            }
        }

        return new GroupRange(first, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseHigh(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients + VectorElements;
        var (r00, i00) = Pair(c, 0);
        var (r01, i01) = Pair(c, 1);
        var (r10, i10) = Pair(c, 2);
        var (r11, i11) = Pair(c, 3);
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            var sa = TLanes.SwapParts(a);
            var sb = TLanes.SwapParts(b);
            var x = TLanes.MultiplyAdd(sb, i01, TLanes.MultiplyAdd(b, r01, TLanes.MultiplyAdd(sa, i00, TLanes.Multiply(a, r00))));
            var y = TLanes.MultiplyAdd(sb, i11, TLanes.MultiplyAdd(b, r11, TLanes.MultiplyAdd(sa, i10, TLanes.Multiply(a, r10))));
            TLanes.Store(pointer, x);
            TLanes.Store(pointer + offset, y);
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseHighReal(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients + VectorElements;
        var r00 = Pair(c, 0).Real;
        var r01 = Pair(c, 1).Real;
        var r10 = Pair(c, 2).Real;
        var r11 = Pair(c, 3).Real;
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            TLanes.Store(pointer, TLanes.MultiplyAdd(b, r01, TLanes.Multiply(a, r00)));
            TLanes.Store(pointer + offset, TLanes.MultiplyAdd(b, r11, TLanes.Multiply(a, r10)));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseLow(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients + VectorElements);
        var c = (TElement*)gate.Coefficients + (2 * VectorElements);
        var (r0, i0) = Pair(c, 0);
        var (r1, i1) = Pair(c, 1);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Permute(a, permutation);
            var x = TLanes.MultiplyAdd(b, r1, TLanes.MultiplyAdd(TLanes.SwapParts(a), i0, TLanes.Multiply(a, r0)));
            TLanes.Store(pointer, TLanes.MultiplyAdd(TLanes.SwapParts(b), i1, x));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseLowReal(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients + VectorElements);
        var c = (TElement*)gate.Coefficients + (2 * VectorElements);
        var r0 = Pair(c, 0).Real;
        var r1 = Pair(c, 1).Real;
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            TLanes.Store(pointer, TLanes.MultiplyAdd(TLanes.Permute(a, permutation), r1, TLanes.Multiply(a, r0)));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenseAny(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var patterns = 1 << gate.Low;
        var highs = 1 << gate.High;
        var inputs = highs * patterns;
        var values = stackalloc TLanes[2 * inputs];
        var permutations = (TElement*)gate.Coefficients;
        var coefficients = permutations + (patterns * VectorElements);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var next = values;
            for (var high = 0; high < highs; high++)
            {
                var value = TLanes.Load(pointer + (2 * gate.Offsets[high]));
                for (var pattern = 0; pattern < patterns; pattern++)
                {
                    var moved = pattern == 0 ? value : TLanes.Permute(value, TLanes.Load(permutations + (pattern * VectorElements)));
                    *next++ = moved;
                    *next++ = TLanes.SwapParts(moved);
                }
            }

            var c = coefficients;
            for (var high = 0; high < highs; high++)
            {
                TLanes x = default, y = default;
                for (var input = 0; input < 2 * inputs; input += 2)
                {
                    x = TLanes.MultiplyAdd(values[input], TLanes.Load(c), x);
                    y = TLanes.MultiplyAdd(values[input + 1], TLanes.Load(c + VectorElements), y);
                    c += 2 * VectorElements;
                }

                TLanes.Store(pointer + (2 * gate.Offsets[high]), TLanes.Add(x, y));
            }

            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients;
        var fixedMask = gate.FixedMask;
        var sweepMask = (ulong)gate.SweepMask;
        var value = gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * (index | value));
            var (real, imaginary) = Pair(c, (long)Extract((ulong)index, sweepMask));
            var amplitudes = TLanes.Load(pointer);
            TLanes.Store(pointer, Turned(amplitudes, real, imaginary));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Not(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var vector = TLanes.Load((TElement*)gate.Coefficients);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.FixedValue;
        var count = range.Count;
        var index = range.First;
        if (gate.High == 0)
        {
            for (; count > 0; count--)
            {
                TLanes.Store(data + (2 * index), TLanes.Permute(TLanes.Load(data + (2 * index)), vector));
                index = ((index | fixedMask) + 1) & ~fixedMask;
            }

            return;
        }

        data += 2 * gate.Offsets[0];
        var offset = 2 * (gate.Offsets[1] - gate.Offsets[0]);
        for (; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            TLanes.Store(pointer, gate.IsWhole ? b : TLanes.Select(vector, b, a));
            TLanes.Store(pointer + offset, gate.IsWhole ? a : TLanes.Select(vector, a, b));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SwapMixed(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients;
        var permutation = TLanes.Load(c);
        var first = TLanes.Load(c + VectorElements);
        var second = TLanes.Load(c + (2 * VectorElements));
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            TLanes.Store(pointer, TLanes.Select(first, a, TLanes.Permute(b, permutation)));
            TLanes.Store(pointer + offset, TLanes.Select(second, b, TLanes.Permute(a, permutation)));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Real, TLanes Imaginary) Pair(TElement* coefficients, long entry) =>
        (TLanes.Load(coefficients + (2 * entry * VectorElements)), TLanes.Load(coefficients + (((2 * entry) + 1) * VectorElements)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Extract(ulong index, ulong mask)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitExtract(index, mask);
        }

        ulong result = 0;
        for (var place = 0; mask != 0; place++)
        {
            result |= ((index & mask & (~mask + 1)) != 0 ? 1UL : 0) << place;
            mask &= mask - 1;
        }

        return result;
    }

    /// <summary>The first group's index, and how many groups there are.</summary>
    private readonly record struct GroupRange(long First, long Count);
}
