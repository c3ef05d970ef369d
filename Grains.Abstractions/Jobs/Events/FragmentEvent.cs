namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Something that happened to a fragment, or to a turn or part of one (<see cref="Core.Planning.FragmentName"/>), in an attempt counted from 1.</summary>
public abstract record FragmentEvent : JobEvent
{
    public required string FragmentId { get; init; }

    public required int Attempt { get; init; }

    public required string NodeId { get; init; }
}
