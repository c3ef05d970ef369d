using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// For each shot of a branch the Pauli string by which its state differs from the branch's: errors before Clifford gates are carried through them instead of being simulated.
/// Packed by qubit, one bit a shot; signs have no meaning.
/// </summary>
internal sealed class PauliFrames
{
    private readonly int words;
    private readonly int shots;
    private readonly ulong[]?[] x;
    private readonly ulong[]?[] z;

    public PauliFrames(int qubitCount, int shots)
    {
        this.shots = shots;
        words = (shots + 63) / 64;
        x = new ulong[]?[qubitCount];
        z = new ulong[]?[qubitCount];
    }

    /// <summary>Whether the shot at a place has an X or Y on a qubit, which inverts its measurement.</summary>
    public bool Inverts(int qubit, int place) => x[qubit] is { } bits && ((bits[place / 64] >> (place % 64)) & 1) != 0;

    /// <summary>Multiplies a Pauli into the frame of the shot at a place.</summary>
    public void Multiply(int place, int qubit, char pauli)
    {
        if (pauli is 'X' or 'Y')
        {
            (x[qubit] ??= new ulong[words])[place / 64] ^= 1UL << (place % 64);
        }

        if (pauli is 'Z' or 'Y')
        {
            (z[qubit] ??= new ulong[words])[place / 64] ^= 1UL << (place % 64);
        }
    }

    /// <summary>Multiplies a Pauli into the frames of a set of shots.</summary>
    public void Multiply(int qubit, bool hasX, bool hasZ, ulong[] where)
    {
        if (hasX)
        {
            Add(x[qubit] ??= new ulong[words], where);
        }

        if (hasZ)
        {
            Add(z[qubit] ??= new ulong[words], where);
        }
    }

    /// <summary>Multiplies a string into the frames of the shots whose outcome differs from the chosen one, as their frame inverts it.</summary>
    public void MultiplyWhereOther(PauliString pauli, int qubit, ReadOnlySpan<ulong> outcomes, bool chosen)
    {
        var where = new ulong[words];
        var any = 0UL;
        for (var word = 0; word < words; word++)
        {
            any |= where[word] = outcomes[word] ^ (x[qubit]?[word] ?? 0) ^ (chosen ? ~0UL : 0);
        }

        where[^1] &= ~0UL >> (-shots & 63);
        for (var each = 0; each < x.Length && any != 0; each++)
        {
            Multiply(each, pauli.HasX(each), pauli.HasZ(each), where);
        }
    }

    /// <summary>Multiplies other frames into these.</summary>
    public void Multiply(PauliFrames other)
    {
        for (var qubit = 0; qubit < x.Length; qubit++)
        {
            if (other.x[qubit] is { } hasX)
            {
                Add(x[qubit] ??= new ulong[words], hasX);
            }

            if (other.z[qubit] is { } hasZ)
            {
                Add(z[qubit] ??= new ulong[words], hasZ);
            }
        }
    }

    /// <summary>Writes the shots that have an X or Y on a qubit.</summary>
    public void CopyX(int qubit, ulong[] target)
    {
        Array.Clear(target);
        x[qubit]?.CopyTo(target, 0);
    }

    /// <summary>Adds the shots that have an X or Y on a qubit to a set, mod 2.</summary>
    public void AddX(int qubit, ulong[] target)
    {
        if (x[qubit] is { } set)
        {
            Add(target, set);
        }
    }

    /// <summary>Takes a qubit out of all frames.</summary>
    public void Clear(int qubit) => x[qubit] = z[qubit] = null;

    /// <summary>A copy that changes on its own.</summary>
    public PauliFrames Clone()
    {
        var copy = new PauliFrames(x.Length, shots);
        copy.Multiply(this);
        return copy;
    }

    /// <summary>Carries all frames through a gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(CliffordAction action, ReadOnlySpan<int> qubits)
    {
        var count = action.QubitCount;
        var any = false;
        foreach (var qubit in qubits)
        {
            any |= x[qubit] is not null || z[qubit] is not null;
        }

        if (!any)
        {
            return;
        }

        var old = new ulong[]?[2 * count];
        for (var i = 0; i < count; i++)
        {
            old[i] = x[qubits[i]];
            old[i + count] = z[qubits[i]];
        }

        for (var i = 0; i < count; i++)
        {
            x[qubits[i]] = Sum(old, action.Images[i]);
            z[qubits[i]] = Sum(old, action.Images[i + count]);
        }
    }

    /// <summary>The shots' places by frame, in the order of their first shots; the string is <see langword="null"/> for the identity.</summary>
    public List<(PauliString? Pauli, List<int> Places)> Groups()
    {
        var hashes = new UInt128[shots];
        for (var qubit = 0; qubit < x.Length; qubit++)
        {
            Mark(hashes, x[qubit], new Pcg64((UInt128)((2 * qubit) + 1)));
            Mark(hashes, z[qubit], new Pcg64((UInt128)((2 * qubit) + 2)));
        }

        var groups = new List<(PauliString? Pauli, List<int> Places)>();
        var indices = new Dictionary<UInt128, int>();
        for (var place = 0; place < shots; place++)
        {
            if (!indices.TryGetValue(hashes[place], out var index))
            {
                indices.Add(hashes[place], index = groups.Count);
                groups.Add((hashes[place] == 0 ? null : Frame(place), []));
            }

            groups[index].Places.Add(place);
        }

        return groups;
    }

    /// <summary>left += right, mod 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<ulong> left, ReadOnlySpan<ulong> right)
    {
        var word = 0;
        for (; word <= left.Length - Vector<ulong>.Count; word += Vector<ulong>.Count)
        {
            (new Vector<ulong>(left[word..]) ^ new Vector<ulong>(right[word..])).CopyTo(left[word..]);
        }

        for (; word < left.Length; word++)
        {
            left[word] ^= right[word];
        }
    }

    private ulong[]? Sum(ulong[]?[] old, int sources)
    {
        ulong[]? sum = null;
        for (; sources != 0; sources &= sources - 1)
        {
            if (old[BitOperations.TrailingZeroCount(sources)] is { } bits)
            {
                sum ??= new ulong[words];
                for (var word = 0; word < words; word++)
                {
                    sum[word] ^= bits[word];
                }
            }
        }

        return sum;
    }

    private static void Mark(UInt128[] hashes, ulong[]? bits, Pcg64 generator)
    {
        if (bits is null)
        {
            return;
        }

        var hash = new UInt128(generator.NextUInt64(), generator.NextUInt64());
        for (var word = 0; word < bits.Length; word++)
        {
            for (var rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                hashes[(64 * word) + BitOperations.TrailingZeroCount(rest)] ^= hash;
            }
        }
    }

    /// <summary>The frame of the shot at a place.</summary>
    public PauliString Frame(int place)
    {
        var pauli = new PauliString(x.Length);
        for (var qubit = 0; qubit < x.Length; qubit++)
        {
            pauli.Set(qubit, Has(x[qubit], place), Has(z[qubit], place));
        }

        return pauli;
    }

    private static bool Has(ulong[]? bits, int place) => bits is not null && ((bits[place / 64] >> (place % 64)) & 1) != 0;
}
