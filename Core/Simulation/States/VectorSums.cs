using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Sums and differences of runs of doubles.</summary>
internal static class VectorSums
{
    /// <summary>result = left − right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
    {
        var wide = left.Length - (left.Length % Vector<double>.Count);
        for (var i = 0; i < wide; i += Vector<double>.Count)
        {
            (new Vector<double>(left[i..]) - new Vector<double>(right[i..])).CopyTo(result[i..]);
        }

        for (var i = wide; i < left.Length; i++)
        {
            result[i] = left[i] - right[i];
        }
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

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> a = default, b = default;
        var i = 0;
        for (; i + 1 < vectors.Length; i += 2)
        {
            a += vectors[i];
            b += vectors[i + 1];
        }

        if (i < vectors.Length)
        {
            a += vectors[i];
        }

        var sum = Vector.Sum(a + b);
        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
        {
            sum += value;
        }

        return sum;
    }
}
