using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Blocks of native memory, of which Linux is asked to back large ones with large pages: that spares most misses of the address cache.</summary>
internal static unsafe partial class HugePages
{
    private const nuint Size = 2 << 20;

    private const int MadviseHugePage = 14;

    /// <summary>Memory to be freed by its <c>Allocation</c>, of which the bytes from <c>Start</c> on are aligned: to lines, large blocks to large pages, which are advised. Zeroed blocks take none before they are written to.</summary>
    public static (nint Allocation, nint Start) Allocate(nuint bytes, bool zeroed)
    {
        var alignment = bytes >= 2 * Size ? Size : 64;
        var allocation = zeroed ? NativeMemory.AllocZeroed(bytes + alignment) : NativeMemory.Alloc(bytes + alignment);
        var start = (void*)(((nuint)allocation + alignment - 1) & ~(alignment - 1));
        if (alignment > 64)
        {
            Advise(start, bytes);
        }

        return ((nint)allocation, (nint)start);
    }

    /// <summary>Advises; where it isn't possible nothing changes.</summary>
    private static void Advise(void* start, nuint bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Madvise(start, bytes, MadviseHugePage);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // Only speed is lost.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(void* address, nuint length, int advice);
}
