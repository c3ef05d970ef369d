using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Products of vectors, in place, in parts that several threads may take.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Product(void* destination, void* low, int lowQubits, void* high, int highQubits, long from, long to)
    {
        var length = 1L << lowQubits;
        for (var j = (1L << highQubits) - 1; j >= 0; j--)
        {
            var factor = Get(high, j);
            var target = (TElement*)destination + (2 * j * length);
            if (length < Step)
            {
                for (var i = from; i < to; i++)
                {
                    Set(target, i, Get(low, i) * factor);
                }

                continue;
            }

            var real = TLanes.Fill(TElement.CreateTruncating(factor.Real));
            var imaginary = Alternating(factor.Imaginary);
            for (var i = 2 * from; i < 2 * to; i += VectorElements)
            {
                TLanes.Store(target + i, Turned(TLanes.Load((TElement*)low + i), real, imaginary));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Insert(void* amplitudes, int bit, Complex zero, Complex one, long from, long to)
    {
        var data = (TElement*)amplitudes;
        var run = 1L << bit;
        if (run < Step)
        {
            for (var i = to - 1; i >= from; i--)
            {
                var value = Get(data, i);
                var target = i + (i & -run);
                Set(data, target + run, value * one);
                Set(data, target, value * zero);
            }

            return;
        }

        var realZero = TLanes.Fill(TElement.CreateTruncating(zero.Real));
        var realOne = TLanes.Fill(TElement.CreateTruncating(one.Real));
        var imaginaryZero = Alternating(zero.Imaginary);
        var imaginaryOne = Alternating(one.Imaginary);
        for (var start = (to - 1) & -run; start > from - run; start -= run)
        {
            var source = data + (2 * start);
            var target = data + (4 * start);
            var end = 2 * Math.Min(run, to - start);
            for (var i = 2 * Math.Max(0, from - start); i < end; i += VectorElements)
            {
                var value = TLanes.Load(source + i);
                TLanes.Store(target + (2 * run) + i, Turned(value, realOne, imaginaryOne));
                TLanes.Store(target + i, Turned(value, realZero, imaginaryZero));
            }
        }
    }
}
