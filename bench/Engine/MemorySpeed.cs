using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Bench.Engine;

/// <summary>GB/s, read and written, of multiplying a block of doubles in place: what a pass over amplitudes is compared with.</summary>
internal sealed unsafe partial class MemorySpeed : IDisposable
{
    private readonly long bytes;
    private readonly int threads;
    private readonly nint block;

    public MemorySpeed(long bytes, int threads)
    {
        this.bytes = bytes;
        this.threads = threads;
        block = (nint)NativeMemory.AlignedAlloc((nuint)bytes, 2 << 20);
        if (OperatingSystem.IsLinux())
        {
            // Large pages, as the amplitudes have.
            _ = Madvise(block, (nuint)bytes, 14);
        }

        NativeMemory.Clear((void*)block, (nuint)bytes);
    }

    /// <summary>The best of five runs over those 64-byte lines only whose index has all bits of <paramref name="selected"/>.</summary>
    public double Measure(long selected = 0)
    {
        int repeats = (int)Math.Clamp(4e8 / bytes, 3, 20_000);
        long lines = bytes / 64 >> BitOperations.PopCount((ulong)selected);
        double least = double.PositiveInfinity;
        for (int run = 0; run < 5; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, part =>
            {
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    Scale((double*)block, lines * part / threads, lines * (part + 1) / threads, selected);
                }
            });
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds / repeats);
        }

        return 128 * lines / least / 1e9;
    }

    public void Dispose() => NativeMemory.AlignedFree((void*)block);

    private static void Scale(double* values, long from, long to, long selected)
    {
        var factor = Vector512.Create(1.0000001);
        long line = Deposit(from, ~selected);
        for (long i = from; i < to; i++)
        {
            double* place = values + (8 * (line | selected));
            (Vector512.Load(place) * factor).Store(place);
            line = ((line | selected) + 1) & ~selected;
        }
    }

    private static long Deposit(long value, long mask)
    {
        long result = 0;
        for (; value != 0; mask &= mask - 1)
        {
            result |= (value & 1) != 0 ? mask & -mask : 0;
            value >>= 1;
        }

        return result;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(nint address, nuint length, int advice);
}
