using System.Collections;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Instructions in blocks, each small enough to be an ordinary short-lived object for the collector.</summary>
internal sealed class InstructionList : IReadOnlyList<Instruction>
{
    private const int BlockBits = 10;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<Instruction[]> blocks = [];

    public int Count { get; private set; }

    public Instruction this[int index]
    {
        get => blocks[index >> BlockBits][index & (BlockSize - 1)];
        set => blocks[index >> BlockBits][index & (BlockSize - 1)] = value;
    }

    /// <summary>Adds an instruction; <paramref name="expected"/>: how many more there may come to be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Instruction instruction, int expected)
    {
        var place = Count & (BlockSize - 1);
        if (place == 0)
        {
            blocks.Add(new Instruction[Math.Clamp(expected + 1, 4, BlockSize)]);
        }
        else if (place == blocks[^1].Length)
        {
            var block = blocks[^1];
            Array.Resize(ref block, Math.Min(BlockSize, 2 * place));
            blocks[^1] = block;
        }

        blocks[^1][place] = instruction;
        Count++;
    }

    /// <summary>The first instruction for which something holds; −1 where there is none.</summary>
    public int FindIndex(Predicate<Instruction> holds)
    {
        for (var index = 0; index < Count; index++)
        {
            if (holds(this[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public IEnumerator<Instruction> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
