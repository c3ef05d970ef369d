namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// NumPy's <c>SeedSequence</c>: entropy and spawn key hashed into a pool of four words, from which generators are seeded.
/// Algorithm: M. E. O'Neill, "Developing a seed_seq alternative", with NumPy's constants.
/// </summary>
public readonly struct SeedSequence
{
    private const int PoolSize = 4;
    private const uint MultiplierA = 0x931e8875;
    private const uint MultiplierB = 0x58f38ded;

    private readonly uint pool0;
    private readonly uint pool1;
    private readonly uint pool2;
    private readonly uint pool3;

    /// <summary>The sequence of an entropy without a spawn key.</summary>
    public SeedSequence(UInt128 entropy)
        : this(entropy, [])
    {
    }

    /// <summary>The sequence of an entropy and a spawn key.</summary>
    public SeedSequence(UInt128 entropy, params ReadOnlySpan<ulong> spawnKey)
    {
        Span<uint> words = stackalloc uint[PoolSize + (2 * spawnKey.Length)];
        words.Clear();
        var length = 0;
        do
        {
            words[length++] = (uint)entropy;
            entropy >>= 32;
        }
        while (entropy != 0);
        if (spawnKey.Length > 0)
        {
            length = PoolSize;
            foreach (var key in spawnKey)
            {
                words[length++] = (uint)key;
                if (key >> 32 != 0)
                {
                    words[length++] = (uint)(key >> 32);
                }
            }
        }

        Span<uint> pool = stackalloc uint[PoolSize];
        var hash = 0x43b0d7e5u;
        for (var i = 0; i < PoolSize; i++)
        {
            pool[i] = Hash(words[i], ref hash);
        }

        for (var source = 0; source < PoolSize; source++)
        {
            for (var destination = 0; destination < PoolSize; destination++)
            {
                if (source != destination)
                {
                    pool[destination] = Mix(pool[destination], Hash(pool[source], ref hash));
                }
            }
        }

        for (var source = PoolSize; source < length; source++)
        {
            for (var destination = 0; destination < PoolSize; destination++)
            {
                pool[destination] = Mix(pool[destination], Hash(words[source], ref hash));
            }
        }

        (pool0, pool1, pool2, pool3) = (pool[0], pool[1], pool[2], pool[3]);
    }

    /// <summary>Fills 32-bit words as NumPy's <c>generate_state</c> does.</summary>
    public void GenerateState(Span<uint> state)
    {
        ReadOnlySpan<uint> pool = [pool0, pool1, pool2, pool3];
        var hash = 0x8b51f9ddu;
        for (var i = 0; i < state.Length; i++)
        {
            var word = pool[i % PoolSize] ^ hash;
            hash *= MultiplierB;
            word *= hash;
            state[i] = word ^ (word >> 16);
        }
    }

    private static uint Hash(uint value, ref uint hash)
    {
        value ^= hash;
        hash *= MultiplierA;
        value *= hash;
        return value ^ (value >> 16);
    }

    private static uint Mix(uint x, uint y)
    {
        var result = (0xca01f9ddu * x) - (0x4973f715u * y);
        return result ^ (result >> 16);
    }
}
