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

    /// <summary>Adds the products of amplitudes in the bits from <paramref name="first"/> on: all of a block's, or those of a grid's rows.</summary>
    public void Add(void* amplitudes, in AmplitudeGrid grid, int first)
    {
        kernels.Exchanges(amplitudes, grid, first, sums);
        if (++waiting == Together)
        {
            Flush();
        }
    }

    /// <summary>Adds the sums of the bits from <paramref name="first"/> on to others.</summary>
    public void AddTo(Span<Complex> others, int first = 0)
    {
        Flush();
        for (var bit = first; bit < totals.Length; bit++)
        {
            others[bit - first] += totals[bit];
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(sums);

    private void Flush()
    {
        kernels.TakeExchanges(sums, totals.Length, totals);
        waiting = 0;
    }
}
