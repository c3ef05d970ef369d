using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Rows of 2ⁿ amplitudes, unwritten, a little more than that apart: lines that stand below each other would otherwise share a few places of the caches.</summary>
internal sealed unsafe class PaddedRows : IDisposable
{
    private const int PaddingBytes = 512;

    private readonly byte* first;
    private readonly long rowBytes;
    private void* allocation;

    public PaddedRows(AmplitudeKernels kernels, int rowBits, long rows)
    {
        Stride = (1L << rowBits) + (PaddingBytes / kernels.ElementBytes);
        rowBytes = Stride * kernels.ElementBytes;
        var (block, start) = HugePages.Allocate((nuint)(rows * rowBytes), zeroed: false);
        allocation = (void*)block;
        first = (byte*)start;
    }

    ~PaddedRows() => NativeMemory.Free(allocation);

    /// <summary>Amplitudes from one row's start to the next one's.</summary>
    public long Stride { get; }

    /// <summary>The first amplitude of a row.</summary>
    public byte* Row(long number) => first + (number * rowBytes);

    public void Dispose()
    {
        NativeMemory.Free(allocation);
        allocation = null;
        GC.SuppressFinalize(this);
    }
}
