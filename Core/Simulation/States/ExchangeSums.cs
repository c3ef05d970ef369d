using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Σ conj(a[i])·a[j] over amplitudes that differ in one bit, for each bit of blocks of one size; kept as vectors until somebody asks.</summary>
internal sealed unsafe class ExchangeSums : IDisposable
{
    /// <summary>Blocks whose sums stay in vectors, so that those of single precision don't grow large.</summary>
    private const int Together = 16;

    private readonly AmplitudeKernels kernels;
    private readonly Complex[] totals;
    private readonly void* sums;
    private int waiting;

    public ExchangeSums(AmplitudeKernels kernels, int qubits)
    {
        this.kernels = kernels;
        totals = new Complex[qubits];
        var bytes = (nuint)Math.Max(64, kernels.ExchangeBytes(qubits));
        sums = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(sums, bytes);
    }

    /// <summary>Adds a block's products in the bits from <paramref name="first"/> on.</summary>
    public void Add(void* block, int first, bool imaginaryOnly)
    {
        kernels.Exchanges(block, totals.Length, first, imaginaryOnly, sums);
        if (++waiting == Together)
        {
            Flush();
        }
    }

    /// <summary>Adds the sums to others.</summary>
    public void Take(Span<Complex> into)
    {
        Flush();
        for (var bit = 0; bit < totals.Length; bit++)
        {
            into[bit] += totals[bit];
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(sums);

    private void Flush()
    {
        kernels.TakeExchanges(sums, totals.Length, totals);
        waiting = 0;
    }
}
