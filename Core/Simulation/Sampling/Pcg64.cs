using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>NumPy's <c>PCG64</c> generator (PCG XSL-RR 128/64): the same doubles for the same seed.</summary>
public struct Pcg64
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 increment;
    private UInt128 state;

    /// <summary>A generator seeded as <c>PCG64(sequence)</c>.</summary>
    public Pcg64(SeedSequence sequence)
    {
        Span<uint> words = stackalloc uint[8];
        sequence.GenerateState(words);
        increment = (Join(words, 4) << 1) | UInt128.One;
        state = ((increment + Join(words, 0)) * Multiplier) + increment;
    }

    /// <summary>A generator seeded as <c>numpy.random.default_rng(seed)</c>.</summary>
    public Pcg64(UInt128 seed)
        : this(new SeedSequence(seed))
    {
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        state = (state * Multiplier) + increment;
        var high = (ulong)(state >> 64);
        return BitOperations.RotateRight(high ^ (ulong)state, (int)(high >> 58));
    }

    /// <summary>The next double in [0, 1), as <c>Generator.random()</c> gives it.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Skips that many draws in logarithmic time (F. Brown, "Random number generation with arbitrary strides").</summary>
    public void Advance(ulong draws)
    {
        var multiplier = Multiplier;
        var addend = increment;
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

        state = (totalMultiplier * state) + totalAddend;
    }

    private static UInt128 Join(ReadOnlySpan<uint> words, int start) => new(
        words[start] | ((ulong)words[start + 1] << 32),
        words[start + 2] | ((ulong)words[start + 3] << 32));
}
