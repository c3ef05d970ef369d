namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A service node as its events have made it.</summary>
public sealed record NodeMachineState
{
    /// <summary>Before the first advertisement.</summary>
    public static NodeMachineState None { get; } = new();

    public NodeState State { get; init; }

    public NodeAdvertisement? Advertisement { get; init; }

    /// <summary>The first advertisement's time.</summary>
    public DateTimeOffset? FirstSeenAt { get; init; }

    public DateTimeOffset? LastAdvertisementAt { get; init; }

    public DateTimeOffset? LastChangeAt { get; init; }

    /// <summary>Whether it was stale before and came back.</summary>
    public bool Rejoined => State == NodeState.Rejoined;

    /// <summary>The state that a restart begins with: unavailable until heard again.</summary>
    public NodeMachineState Restore() => State is NodeState.Live or NodeState.Rejoined ? this with { State = NodeState.Restored } : this;
}
