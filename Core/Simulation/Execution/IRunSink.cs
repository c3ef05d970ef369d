namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Takes the branches that reach the tail, and the branches that wait at a loop's head.</summary>
internal interface IRunSink
{
    /// <summary>A branch has only its terminal measurements left; it is disposed of afterwards.</summary>
    void Tail(Branch branch);

    /// <summary>Whether a branch at a loop's head, with <see cref="Branch.Turns"/> turns done, is to wait there; the sink then owns it.</summary>
    bool Waits(Branch branch, Instruction head) => false;

    /// <summary>Whether a branch is to end before an operation; the sink then owns it.</summary>
    bool WaitsAt(Branch branch, Instruction instruction) => false;
}
