using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A place in a run: an instruction, in given turns of the loops around it, or, for a loop's head, after so many turns of the loop itself.
/// </summary>
internal sealed class FoldPosition
{
    private readonly ImmutableArray<int> heads;
    private readonly ImmutableArray<int> turns;
    private readonly bool isHead;

    /// <summary>Turns of the loops around the instruction, outer ones first, and of a loop's head the turns done.</summary>
    public FoldPosition(CompiledProgram program, int index, ReadOnlySpan<int> turns)
    {
        Index = index;
        isHead = program.Instructions[index].Kind == InstructionKind.LoopHead;
        this.turns = [.. turns];
        heads = [.. Enumerable.Range(0, index).Where(head => Encloses(program, head)), .. isHead ? (int[])[index] : []];
    }

    /// <summary>The instruction.</summary>
    public int Index { get; }

    /// <summary>The turns of the loops around it, and of a head its own.</summary>
    public ReadOnlySpan<int> Turns => turns.AsSpan();

    /// <summary>Whether the turns around the loop whose head is at hand are those around the place, as far as loops enclose both.</summary>
    public bool IsReachedThrough(ReadOnlySpan<int> branchTurns, int depth) => branchTurns[..(depth - 1)].SequenceEqual(Turns[..(depth - 1)]);

    /// <summary>Whether a loop's head is one of the loops around the place.</summary>
    public bool IsIn(int head) => head != Index && heads.Contains(head);

    /// <summary>Whether a run comes to this place at the other one or later.</summary>
    public bool IsAtOrAfter(FoldPosition other)
    {
        for (var level = 0; level < Math.Min(heads.Length, other.heads.Length); level++)
        {
            if (heads[level] != other.heads[level])
            {
                return heads[level] > other.heads[level];
            }

            // A head's own turns are done; those of a loop around a place are being made.
            var (mine, its) = (turns[level], other.turns[level]);
            var (mineDone, itsDone) = (isHead && level == heads.Length - 1, other.isHead && level == other.heads.Length - 1);
            if (mineDone && itsDone)
            {
                return mine >= its;
            }

            if (mineDone != itsDone)
            {
                return mineDone ? mine >= its : mine > its;
            }

            if (mine != its)
            {
                return mine > its;
            }
        }

        return Index >= other.Index;
    }

    private bool Encloses(CompiledProgram program, int head) =>
        program.Instructions[head] is { Kind: InstructionKind.LoopHead } instruction && instruction.Jump > Index;
}
