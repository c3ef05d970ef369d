using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// 2ⁿ amplitudes in one block of native memory, as interleaved real and imaginary parts; bit i of an index is qubit i. It can grow within the block.
/// </summary>
internal sealed unsafe class Statevector : IDisposable
{
    private const int MaximumQubits = 40;
    private const int MaximumReserved = 26;
    private const int SmallestSharedQubits = 17;

    private readonly EngineOptions options;
    private void* allocation;
    private void* amplitudes;
    private int capacity;
    private long written;

    /// <summary>All amplitudes 0; <paramref name="expected"/>: the qubits that it may grow to.</summary>
    public Statevector(EngineOptions options, int qubitCount, int expected = 0)
        : this(options, qubitCount, expected, zeroed: true)
    {
    }

    private Statevector(EngineOptions options, int qubitCount, int expected, bool zeroed)
    {
        if (qubitCount is < 0 or > MaximumQubits)
        {
            throw new ArgumentOutOfRangeException(nameof(qubitCount), qubitCount, "A statevector holds 0 to 40 qubits.");
        }

        this.options = options;
        QubitCount = qubitCount;
        Expected = expected;
        Kernels = AmplitudeKernels.For(options.Precision, options.Level, qubitCount);
        Allocate(qubitCount, zeroed);
        written = zeroed ? Length : 1L << capacity;
    }

    ~Statevector() => Free();

    /// <summary>How it is computed.</summary>
    public EngineOptions Options => options;

    /// <summary>How many qubits the vector has now.</summary>
    public int QubitCount { get; private set; }

    /// <summary>The qubits that it may grow to.</summary>
    public int Expected { get; set; }

    /// <summary>How many amplitudes there are.</summary>
    public long Length => 1L << QubitCount;

    /// <summary>The first amplitude.</summary>
    public void* Pointer => amplitudes;

    /// <summary>Where an amplitude is.</summary>
    public byte* At(long index) => (byte*)amplitudes + (index * Kernels.ElementBytes);

    /// <summary>What works on blocks of this size.</summary>
    public AmplitudeKernels Kernels { get; private set; }

    /// <summary>The memory that it takes.</summary>
    public long Bytes => Length * Kernels.ElementBytes;

    /// <summary>An amplitude.</summary>
    public Complex this[long index]
    {
        get => Kernels.Get(amplitudes, index);
        set => Kernels.Set(amplitudes, index, value);
    }

    /// <summary>A vector that is to be written before it is read: memory that was used before isn't cleared.</summary>
    public static Statevector Unwritten(EngineOptions options, int qubitCount) => new(options, qubitCount, 0, zeroed: false);

    /// <summary>A copy.</summary>
    public Statevector Clone()
    {
        var copy = Unwritten(options, QubitCount);
        NativeMemory.Copy(amplitudes, copy.amplitudes, (nuint)Bytes);
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>Applies a gate.</summary>
    [SkipLocalsInit]
    public void Apply(LocalGate gate)
    {
        const int stackBytes = 4096;
        var bytes = Kernels.CoefficientBytes(gate);
        if (bytes <= stackBytes)
        {
            var stack = stackalloc byte[stackBytes + 64];
            Kernels.Apply(Kernels.Prepare(gate, (void*)(((nuint)stack + 63) & ~(nuint)63)), amplitudes, QubitCount);
        }
        else
        {
            var coefficients = NativeMemory.AlignedAlloc((nuint)bytes, 64);
            Kernels.Apply(Kernels.Prepare(gate, coefficients), amplitudes, QubitCount);
            NativeMemory.AlignedFree(coefficients);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Applies gates in order, fused and block by block.</summary>
    public void Apply(IReadOnlyList<LocalGate> gates)
    {
        BlockRunner.Apply(gates, Kernels, amplitudes, QubitCount, options);
        GC.KeepAlive(this);
    }

    /// <summary>Σ |a|² over the indices whose bit is 0, and over those whose bit is 1.</summary>
    public (double Zero, double One) Weights(int bit) => Kernels.Weights(amplitudes, QubitCount, bit);

    /// <summary>|a|² of all amplitudes.</summary>
    public double[] Probabilities()
    {
        var probabilities = new double[Length];
        Kernels.Probabilities(amplitudes, probabilities);
        GC.KeepAlive(this);
        return probabilities;
    }

    /// <summary>Keeps the half whose bit has the value, multiplied by a factor; the bit is gone.</summary>
    public void Remove(int bit, bool value, double factor)
    {
        Kernels.Compact(amplitudes, QubitCount, bit, value, factor);
        Resize(QubitCount - 1);
    }

    /// <summary>Adds a qubit of a known value as the highest bit.</summary>
    public void Grow(bool value)
    {
        var length = Length;
        var bytes = Bytes;
        Reserve(QubitCount + 1);
        Clear(length, 2 * length);
        if (value)
        {
            NativeMemory.Copy(amplitudes, (byte*)amplitudes + bytes, (nuint)bytes);
            NativeMemory.Clear(amplitudes, (nuint)bytes);
        }

        written = Math.Max(written, 2 * length);
        Resize(QubitCount + 1);
    }

    /// <summary>Multiplies by another vector, whose qubits become the highest bits.</summary>
    public void Absorb(Statevector other)
    {
        var qubits = QubitCount + other.QubitCount;
        Reserve(qubits);
        ThreadTeam.Run(Threads(qubits), Length / Step, (from, to) => Kernels.Product(
            amplitudes, amplitudes, QubitCount, other.amplitudes, other.QubitCount, from * Step, to * Step));
        written = Math.Max(written, 1L << qubits);
        Resize(qubits);
        GC.KeepAlive(other);
    }

    /// <summary>Multiplies by a vector of one qubit, which becomes the bit; the ones from there on go up by one.</summary>
    public void Insert(Statevector other, int bit)
    {
        Reserve(QubitCount + 1);
        var (zero, one) = (other[0], other[1]);
        var end = Length;
        while (Threads(BitOperations.Log2((ulong)end) + 1) is > 1 and var threads)
        {
            // The upper half is written behind all that is still to be read; below the new bit each amplitude is written only where it was.
            var start = end > 1L << bit ? end / 2 : 0;
            ThreadTeam.Run(threads, (end - start) / Step, (from, to) => Kernels.Insert(amplitudes, bit, zero, one, start + (from * Step), start + (to * Step)));
            end = start;
        }

        Kernels.Insert(amplitudes, bit, zero, one, 0, end);
        written = Math.Max(written, 2 * Length);
        Resize(QubitCount + 1);
        GC.KeepAlive(other);
    }

    /// <summary>⟨this|other⟩ of two vectors of one size.</summary>
    public Complex Inner(Statevector other)
    {
        var inner = Kernels.Inner(amplitudes, other.amplitudes, QubitCount);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return inner;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Amplitudes that are taken together.</summary>
    private long Step => Math.Min(Length, 1L << Kernels.LaneBits);

    /// <summary>The threads that a pass over so many qubits is worth.</summary>
    private int Threads(int qubits) => qubits < SmallestSharedQubits ? 1 : Math.Max(1, options.Threads);

    private void Resize(int qubits)
    {
        QubitCount = qubits;
        Kernels = AmplitudeKernels.For(options.Precision, options.Level, qubits);
    }

    private void Clear(long from, long to)
    {
        to = Math.Min(to, written);
        if (to > from)
        {
            NativeMemory.Clear((byte*)amplitudes + (from * Kernels.ElementBytes), (nuint)((to - from) * Kernels.ElementBytes));
        }
    }

    private void Reserve(int qubits)
    {
        if (qubits <= capacity)
        {
            return;
        }

        var old = allocation;
        var source = amplitudes;
        var bytes = (nuint)Bytes;
        Allocate(Capacity(qubits, Expected));
        NativeMemory.Copy(source, amplitudes, bytes);
        written = Length;
        NativeMemory.Free(old);
    }

    private static int Capacity(int qubits, int expected) => qubits switch
    {
        <= 3 => 3,
        <= 6 => 6,
        <= 10 => 10,
        <= 13 => 13,
        _ => Math.Max(qubits, Math.Min(expected, MaximumReserved)),
    };

    private void Allocate(int qubits, bool zeroed = true)
    {
        var (block, start) = HugePages.Allocate((nuint)Kernels.ElementBytes << qubits, zeroed);
        allocation = (void*)block;
        amplitudes = (void*)start;
        capacity = qubits;
    }

    private void Free()
    {
        NativeMemory.Free(allocation);
        allocation = amplitudes = null;
    }
}
