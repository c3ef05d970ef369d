using System.Diagnostics;

namespace Orleans.QuantumMesh.Bench;

/// <summary>What a disk itself can do, for comparison.</summary>
internal static class DiskProbe
{
    private const int BlockBytes = 4096;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Appended and flushed blocks of 4 KiB a second, one after the other, in a folder.</summary>
    public static double FlushesPerSecond(string folder)
    {
        string path = Path.Combine(folder, "disk-probe");
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
            byte[] block = new byte[BlockBytes];
            long start = Stopwatch.GetTimestamp();
            long count = 0;
            while (Stopwatch.GetElapsedTime(start) < Duration)
            {
                RandomAccess.Write(file, block, count++ * block.Length);
                RandomAccess.FlushToDisk(file);
            }

            return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
