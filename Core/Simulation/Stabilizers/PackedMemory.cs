using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The classical memories of so many shots: for each bit the packed set of the shots in which it is 1, for each variable every shot's value.</summary>
internal sealed class PackedMemory(int bitCount, int variableCount, int shots)
{
    private const int MaximumTableBits = 4;

    private readonly ulong[]?[] bits = new ulong[]?[bitCount];
    private readonly ClassicalValue[]?[] variables = new ClassicalValue[]?[variableCount];

    /// <summary>The shots in which each bit is 1; <see langword="null"/>: none.</summary>
    public ReadOnlySpan<ulong[]?> Bits => bits;

    private int Words => (shots + 63) / 64;

    /// <summary>Writes a bit in the chosen shots, or in all.</summary>
    public void Write(int bit, ulong[] values, ulong[]? where)
    {
        if (where is null)
        {
            bits[bit] = values;
            return;
        }

        bits[bit] = Choose(bits[bit], values, where);
    }

    /// <summary>Makes an assignment in the chosen shots, or in all.</summary>
    public void Assign(AssignOperation operation, ulong[]? where)
    {
        if (operation.Bit is { } bit)
        {
            Write(bit, Holding(operation.Value), where);
            return;
        }

        var run = new ClassicalMemory(bits.Length, variables.Length);
        var values = variables[operation.Variable!.Value] is { } old ? (ClassicalValue[])old.Clone() : new ClassicalValue[shots];
        for (var shot = 0; shot < shots; shot++)
        {
            if (where is null || Has(where, shot))
            {
                Load(run, shot);
                values[shot] = operation.Value.Evaluate(run);
            }
        }

        variables[operation.Variable.Value] = values;
    }

    /// <summary>The shots in which an expression is true, evaluated once for each value of the bits that it reads.</summary>
    public ulong[] Holding(ClassicalExpression expression)
    {
        var read = new HashSet<int>();
        expression.CollectBits(read);
        int[] sources = [.. read.Order()];
        var readVariables = new HashSet<int>();
        expression.CollectVariables(readVariables);
        var run = new ClassicalMemory(bits.Length, variables.Length);
        return readVariables.Count > 0 ? ByShot(expression, run) : sources.Length <= MaximumTableBits ? ByTable(expression, sources, run) : ByValue(expression, sources, run);
    }

    /// <summary>Chosen shots from one set, the others from another.</summary>
    public static ulong[] Choose(ulong[]? otherwise, ulong[] chosen, ulong[] where)
    {
        var all = new ulong[chosen.Length];
        for (var word = 0; word < all.Length; word++)
        {
            all[word] = (chosen[word] & where[word]) | ((otherwise?[word] ?? 0) & ~where[word]);
        }

        return all;
    }

    private static bool Has(ulong[]? set, int shot) => set is not null && ((set[shot / 64] >> shot) & 1) != 0;

    private void Load(ClassicalMemory run, int shot)
    {
        for (var bit = 0; bit < bits.Length; bit++)
        {
            run.Bits[bit] = Has(bits[bit], shot);
        }

        for (var variable = 0; variable < variables.Length; variable++)
        {
            run.Variables[variable] = variables[variable]?[shot] ?? default;
        }
    }

    private ulong[] ByShot(ClassicalExpression expression, ClassicalMemory run)
    {
        var holding = new ulong[Words];
        for (var shot = 0; shot < shots; shot++)
        {
            Load(run, shot);
            holding[shot / 64] |= (expression.Evaluate(run).IsTrue ? 1UL : 0) << shot;
        }

        return holding;
    }

    private ulong[] ByTable(ClassicalExpression expression, int[] sources, ClassicalMemory run)
    {
        var holding = new ulong[Words];
        for (var value = 0; value < 1 << sources.Length; value++)
        {
            var matching = Matching(sources, value);
            if (!matching.AsSpan().ContainsAnyExcept(0UL))
            {
                continue;
            }

            for (var i = 0; i < sources.Length; i++)
            {
                run.Bits[sources[i]] = ((value >> i) & 1) != 0;
            }

            if (expression.Evaluate(run).IsTrue)
            {
                PauliFrames.Add(holding, matching);
            }
        }

        return holding;
    }

    /// <summary>The shots in which the bits have a value.</summary>
    private ulong[] Matching(int[] sources, int value)
    {
        var matching = new ulong[Words];
        Array.Fill(matching, ~0UL);
        matching[^1] = ~0UL >> (-shots & 63);
        for (var i = 0; i < sources.Length; i++)
        {
            var set = bits[sources[i]];
            for (var word = 0; word < matching.Length; word++)
            {
                matching[word] &= ((value >> i) & 1) != 0 ? set?[word] ?? 0 : ~(set?[word] ?? 0);
            }
        }

        return matching;
    }

    private ulong[] ByValue(ClassicalExpression expression, int[] sources, ClassicalMemory run)
    {
        var known = new Dictionary<BigInteger, bool>();
        var holding = new ulong[Words];
        for (var shot = 0; shot < shots; shot++)
        {
            var key = BigInteger.Zero;
            for (var i = 0; i < sources.Length; i++)
            {
                key |= Has(bits[sources[i]], shot) ? BigInteger.One << i : BigInteger.Zero;
            }

            if (!known.TryGetValue(key, out var holds))
            {
                foreach (var source in sources)
                {
                    run.Bits[source] = Has(bits[source], shot);
                }

                known.Add(key, holds = expression.Evaluate(run).IsTrue);
            }

            holding[shot / 64] |= (holds ? 1UL : 0) << shot;
        }

        return holding;
    }
}
