namespace Orleans.QuantumMesh.Grains;

/// <summary>Grain state: a machine's state with the sequence of the last event in it. The journal, not this, is the truth.</summary>
[GenerateSerializer]
public sealed class Snapshot<TState>
    where TState : class
{
    [Id(0)]
    public long AppliedSequence { get; set; }

    [Id(1)]
    public TState? State { get; set; }
}
