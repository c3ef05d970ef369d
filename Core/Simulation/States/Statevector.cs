using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// 2ⁿ amplitudes in one block of native memory, aligned to 64 bytes, as interleaved real and imaginary doubles; bit i of an index is qubit i.
/// </summary>
internal sealed unsafe class Statevector : IDisposable
{
    private const nuint Alignment = 64;

    private double* amplitudes;

    /// <summary>All amplitudes 0.</summary>
    public Statevector(int qubitCount)
    {
        if (qubitCount is < 0 or > 40)
        {
            throw new ArgumentOutOfRangeException(nameof(qubitCount), qubitCount, "A statevector holds 0 to 40 qubits.");
        }

        QubitCount = qubitCount;
        amplitudes = (double*)NativeMemory.AlignedAlloc(Bytes(qubitCount), Alignment);
        NativeMemory.Clear(amplitudes, Bytes(qubitCount));
    }

    ~Statevector() => Free();

    /// <summary>How many qubits the vector has now; measured ones leave it.</summary>
    public int QubitCount { get; internal set; }

    /// <summary>How many amplitudes there are.</summary>
    public long Length => 1L << QubitCount;

    /// <summary>The first amplitude's real part.</summary>
    public double* Pointer => amplitudes;

    /// <summary>An amplitude.</summary>
    public Complex this[long index]
    {
        get => new(amplitudes[2 * index], amplitudes[(2 * index) + 1]);
        set => (amplitudes[2 * index], amplitudes[(2 * index) + 1]) = (value.Real, value.Imaginary);
    }

    /// <summary>The memory that a vector of that many qubits takes.</summary>
    public static nuint Bytes(int qubitCount) => (nuint)16 << qubitCount;

    /// <summary>A copy.</summary>
    public Statevector Clone()
    {
        var copy = new Statevector(QubitCount);
        NativeMemory.Copy(amplitudes, copy.amplitudes, Bytes(QubitCount));
        return copy;
    }

    /// <summary>⟨this|other⟩ of two vectors of one size.</summary>
    public Complex Inner(Statevector other)
    {
        double real = 0, imaginary = 0;
        for (long i = 0; i < 2 * Length; i += 2)
        {
            real += (amplitudes[i] * other.amplitudes[i]) + (amplitudes[i + 1] * other.amplitudes[i + 1]);
            imaginary += (amplitudes[i] * other.amplitudes[i + 1]) - (amplitudes[i + 1] * other.amplitudes[i]);
        }

        GC.KeepAlive(this);
        return new Complex(real, imaginary);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(amplitudes);
        amplitudes = null;
    }
}
