using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A job's grain state: the machine's state with the sequence of the last event in it.</summary>
[GenerateSerializer]
public sealed class JobSnapshot
{
    [Id(0)]
    public long AppliedSequence { get; set; }

    /// <summary>The state; the journal, not this, is the truth.</summary>
    [Id(1)]
    public JobMachineState? State { get; set; }
}
