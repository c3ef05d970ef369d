using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>NumPy's <c>PCG64</c> generator (PCG XSL-RR 128/64): the same doubles for the same seed.</summary>
public struct Pcg64
{
    private const ulong MultiplierHigh = 0x2360ED051FC65DA4;
    private const ulong MultiplierLow = 0x4385DF649FCCF645;

    private static readonly UInt128 Multiplier = new(MultiplierHigh, MultiplierLow);

    private readonly ulong incrementHigh;
    private readonly ulong incrementLow;
    private ulong stateHigh;
    private ulong stateLow;

    /// <summary>A generator seeded as <c>PCG64(sequence)</c>.</summary>
    public Pcg64(SeedSequence sequence)
    {
        Span<uint> words = stackalloc uint[8];
        sequence.GenerateState(words);
        var increment = (Join(words, 4) << 1) | UInt128.One;
        var state = ((increment + Join(words, 0)) * Multiplier) + increment;
        (incrementHigh, incrementLow) = ((ulong)(increment >> 64), (ulong)increment);
        (stateHigh, stateLow) = ((ulong)(state >> 64), (ulong)state);
    }

    /// <summary>A generator seeded as <c>numpy.random.default_rng(seed)</c>.</summary>
    public Pcg64(UInt128 seed)
        : this(new SeedSequence(seed))
    {
    }

    /// <summary>The next 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        var high = Math.BigMul(stateLow, MultiplierLow, out var low) + (stateHigh * MultiplierLow) + (stateLow * MultiplierHigh);
        stateLow = low + incrementLow;
        stateHigh = high + incrementHigh + (stateLow < low ? 1UL : 0);
        return BitOperations.RotateRight(stateHigh ^ stateLow, (int)(stateHigh >> 58));
    }

    /// <summary>The next double in [0, 1), as <c>Generator.random()</c> gives it.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Skips that many draws in logarithmic time (F. Brown, "Random number generation with arbitrary strides").</summary>
    public void Advance(ulong draws)
    {
        var multiplier = Multiplier;
        var addend = new UInt128(incrementHigh, incrementLow);
        var totalMultiplier = UInt128.One;
        var totalAddend = UInt128.Zero;
        for (; draws > 0; draws >>= 1)
        {
            if ((draws & 1) != 0)
            {
                totalMultiplier *= multiplier;
                totalAddend = (totalAddend * multiplier) + addend;
            }

            addend *= multiplier + UInt128.One;
            multiplier *= multiplier;
        }

        var state = (totalMultiplier * new UInt128(stateHigh, stateLow)) + totalAddend;
        (stateHigh, stateLow) = ((ulong)(state >> 64), (ulong)state);
    }

    private static UInt128 Join(ReadOnlySpan<uint> words, int start) => new(
        words[start] | ((ulong)words[start + 1] << 32),
        words[start + 2] | ((ulong)words[start + 3] << 32));
}
