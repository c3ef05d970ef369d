using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Lets all branches wait where they come to a place, or where they can't come to it any more.</summary>
internal sealed class FoldStop(FoldPosition target) : IRunSink
{
    /// <summary>The branches that wait.</summary>
    public List<Branch> Waiting { get; } = [];

    /// <summary>Whether any branch goes on with the loop whose head the place is.</summary>
    public bool Continues { get; private set; }

    /// <summary>The memory of the last branch that came to the place, an operation.</summary>
    public ClassicalMemory? Memory { get; private set; }

    public void Tail(Branch branch)
    {
    }

    public bool Waits(Branch branch, Instruction head)
    {
        var own = branch.Next == target.Index;
        if (!own && !target.IsIn(branch.Next))
        {
            return false;
        }

        if (!target.IsReachedThrough(branch.Turns, head.Depth))
        {
            return false;
        }

        var goesOn = TrajectoryWalker.Continues(branch, head);
        var turns = target.Turns[head.Depth - 1];
        if (goesOn && branch.Turns[head.Depth - 1] < turns)
        {
            return false;
        }

        if (own && goesOn && turns >= ((LoopOperation)head.Operation!).MaximumTurns)
        {
            branch.Dispose();
            throw new LoopBoundException((LoopOperation)head.Operation!);
        }

        Continues |= own && goesOn;
        Waiting.Add(branch);
        return true;
    }

    public bool WaitsAt(Branch branch, Instruction instruction)
    {
        if (branch.Next != target.Index || !TrajectoryWalker.Turns(branch, instruction).SequenceEqual(target.Turns))
        {
            return false;
        }

        Memory = branch.Memory.Clone();
        Waiting.Add(branch);
        return true;
    }
}
