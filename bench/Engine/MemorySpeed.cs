using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>GB/s, read and written, of multiplying a block of doubles in place: what a pass over amplitudes is compared with.</summary>
internal sealed unsafe class MemorySpeed : IDisposable
{
    private readonly long bytes;
    private readonly int threads;
    private readonly nint block;

    public MemorySpeed(long bytes, int threads)
    {
        this.bytes = bytes;
        this.threads = threads;
        block = (nint)NativeMemory.AlignedAlloc((nuint)bytes, 2 << 20);
        NativeMemory.Clear((void*)block, (nuint)bytes);
    }

    /// <summary>The best of five runs.</summary>
    public double Measure()
    {
        int repeats = (int)Math.Clamp(4e8 / bytes, 3, 20_000);
        double least = double.PositiveInfinity;
        for (int run = 0; run < 5; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, part =>
            {
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    Scale((double*)block + (bytes / 8 * part / threads), bytes / 8 / threads);
                }
            });
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds / repeats);
        }

        return 2 * bytes / least / 1e9;
    }

    public void Dispose() => NativeMemory.AlignedFree((void*)block);

    private static void Scale(double* values, long count)
    {
        var factor = Vector512.Create(1.0000001);
        for (long i = 0; i < count; i += Vector512<double>.Count)
        {
            (Vector512.Load(values + i) * factor).Store(values + i);
        }
    }
}
