using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Sums and differences of runs of doubles.</summary>
internal static class VectorSums
{
    /// <summary>difference = low − high and low += high, in one pass; returns the sum of the differences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Fold(Span<double> low, ReadOnlySpan<double> high, Span<double> difference)
    {
        var lows = MemoryMarshal.Cast<double, Vector<double>>(low);
        var highs = MemoryMarshal.Cast<double, Vector<double>>(high);
        var differences = MemoryMarshal.Cast<double, Vector<double>>(difference);
        Vector<double> total = default;
        for (var i = 0; i < lows.Length; i++)
        {
            var delta = lows[i] - highs[i];
            lows[i] += highs[i];
            differences[i] = delta;
            total += delta;
        }

        var sum = Vector.Sum(total);
        for (var i = lows.Length * Vector<double>.Count; i < low.Length; i++)
        {
            difference[i] = low[i] - high[i];
            low[i] += high[i];
            sum += difference[i];
        }

        return sum;
    }

    /// <summary>low += high; returns the sum of what the differences low − high were.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Fold(Span<double> low, ReadOnlySpan<double> high)
    {
        var lows = MemoryMarshal.Cast<double, Vector<double>>(low);
        var highs = MemoryMarshal.Cast<double, Vector<double>>(high);
        Vector<double> total = default;
        for (var i = 0; i < lows.Length; i++)
        {
            var value = lows[i];
            total += value - highs[i];
            lows[i] = value + highs[i];
        }

        var sum = Vector.Sum(total);
        for (var i = lows.Length * Vector<double>.Count; i < low.Length; i++)
        {
            sum += low[i] - high[i];
            low[i] += high[i];
        }

        return sum;
    }

    /// <summary>total += block, while the block's two highest bits are folded into its first quarter; returns the sums of the differences in the highest and in the second bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Highest, double Second) AddAndFold(Span<double> total, Span<double> block)
    {
        var quarter = block.Length / 4;
        ref var sums = ref MemoryMarshal.GetReference(total);
        ref var values = ref MemoryMarshal.GetReference(block);
        Vector<double> highest = default, second = default;
        var place = 0;
        for (; place <= quarter - Vector<double>.Count; place += Vector<double>.Count)
        {
            var a = Take(ref sums, ref values, place);
            var b = Take(ref sums, ref values, place + quarter);
            var c = Take(ref sums, ref values, place + (2 * quarter));
            var d = Take(ref sums, ref values, place + (3 * quarter));
            var low = a + b;
            var high = c + d;
            highest += low - high;
            second += (a - b) + (c - d);
            (low + high).StoreUnsafe(ref values, (nuint)place);
        }

        var (first, other) = (Vector.Sum(highest), Vector.Sum(second));
        for (; place < quarter; place++)
        {
            var (a, b, c, d) = (block[place], block[place + quarter], block[place + (2 * quarter)], block[place + (3 * quarter)]);
            total[place] += a;
            total[place + quarter] += b;
            total[place + (2 * quarter)] += c;
            total[place + (3 * quarter)] += d;
            first += a + b - c - d;
            other += a - b + c - d;
            block[place] = a + b + c + d;
        }

        return (first, other);
    }

    /// <summary>left += right; returns the sum of the right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double AddTo(Span<double> left, ReadOnlySpan<double> right)
    {
        ref var sums = ref MemoryMarshal.GetReference(left);
        ref var values = ref MemoryMarshal.GetReference(right[..left.Length]);
        Vector<double> total = default;
        var place = 0;
        for (; place <= left.Length - Vector<double>.Count; place += Vector<double>.Count)
        {
            total += Take(ref sums, ref values, place);
        }

        var sum = Vector.Sum(total);
        for (; place < left.Length; place++)
        {
            left[place] += right[place];
            sum += right[place];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Take(ref double sums, ref double values, int place)
    {
        var value = Vector.LoadUnsafe(ref values, (nuint)place);
        (Vector.LoadUnsafe(ref sums, (nuint)place) + value).StoreUnsafe(ref sums, (nuint)place);
        return value;
    }
}
