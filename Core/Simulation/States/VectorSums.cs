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

    /// <summary>left += right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(Span<double> left, ReadOnlySpan<double> right)
    {
        var wide = left.Length - (left.Length % Vector<double>.Count);
        for (var i = 0; i < wide; i += Vector<double>.Count)
        {
            (new Vector<double>(left[i..]) + new Vector<double>(right[i..])).CopyTo(left[i..]);
        }

        for (var i = wide; i < left.Length; i++)
        {
            left[i] += right[i];
        }
    }
}
