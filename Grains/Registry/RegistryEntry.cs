using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What the registry knows of one node.</summary>
internal sealed class RegistryEntry(string nodeId)
{
    private const double RoundTripShare = 0.2;
    private const double SuccessShare = 0.1;

    public string NodeId => nodeId;

    public NodeAdvertisement? Advertisement { get; private set; }

    public NodeHeartbeat? Heartbeat { get; private set; }

    public NodeState State { get; private set; } = NodeState.Unknown;

    public DateTimeOffset? FirstSeenAt { get; private set; }

    public DateTimeOffset? LastAdvertisementAt { get; private set; }

    public DateTimeOffset? LastHeartbeatAt { get; private set; }

    public double? RoundTripMs { get; private set; }

    public double SuccessRate { get; private set; } = 1;

    public double? OperationFidelity { get; private set; }

    public bool IsEnrolled { get; set; } = true;

    /// <summary>Not heard lately, or not since the restart.</summary>
    public bool IsStale => State is not (NodeState.Live or NodeState.Rejoined);

    public DateTimeOffset? LastHeardAt => LastHeartbeatAt > LastAdvertisementAt || LastAdvertisementAt is null ? LastHeartbeatAt : LastAdvertisementAt;

    public NodeHealth Health => Heartbeat?.Health ?? NodeHealth.Healthy;

    public int SlotsTaken => Heartbeat is { } heartbeat ? (int)Math.Round(heartbeat.Load * heartbeat.Capacity) : 0;

    /// <summary>The word for its health: <c>stale</c> where it was not heard lately.</summary>
    public string HealthWord => IsStale
        ? "stale"
        : Health switch
        {
            NodeHealth.Healthy => "healthy",
            NodeHealth.Degraded => "degraded",
            _ => "draining",
        };

    /// <summary>What the store knew before the restart.</summary>
    public void Restore(NodeMachineState stored)
    {
        Advertisement = stored.Advertisement;
        FirstSeenAt = stored.FirstSeenAt;
        LastAdvertisementAt = stored.LastAdvertisementAt;
        State = NodeState.Restored;
    }

    public void Advertise(NodeAdvertisement advertisement, DateTimeOffset firstSeenAt, DateTimeOffset at)
    {
        Advertisement = advertisement;
        FirstSeenAt = firstSeenAt;
        LastAdvertisementAt = at;
        Hear();
    }

    /// <summary>Whether the heartbeat was newer than the last.</summary>
    public bool Beat(NodeHeartbeat heartbeat, DateTimeOffset at)
    {
        if (Heartbeat is { } last && heartbeat.Sequence <= last.Sequence)
        {
            return false;
        }

        Heartbeat = heartbeat;
        LastHeartbeatAt = at;
        if (heartbeat.RoundTripMs is { } measured)
        {
            RoundTripMs = RoundTripMs is { } smoothed ? smoothed + (RoundTripShare * (measured - smoothed)) : measured;
        }

        Hear();
        return true;
    }

    /// <summary>Marks it stale; <see langword="false"/> where it was already, or was never heard.</summary>
    public bool Miss()
    {
        if (IsStale)
        {
            return false;
        }

        State = NodeState.Stale;
        return true;
    }

    public void Observe(NodeObservation observation)
    {
        for (int index = 0; index < Math.Min(observation.Successes, 50); index++)
        {
            SuccessRate += SuccessShare * (1 - SuccessRate);
        }

        for (int index = 0; index < Math.Min(observation.Failures, 50); index++)
        {
            SuccessRate -= SuccessShare * SuccessRate;
        }

        OperationFidelity = observation.OperationFidelity ?? OperationFidelity;
    }

    /// <summary>The node as planners see it, or <see langword="null"/> before its first advertisement.</summary>
    public NodeOffer? Offer() => Advertisement is not { } advertisement ? null : new NodeOffer
    {
        NodeId = nodeId,
        Services = [.. advertisement.Services],
        LinkFidelity = advertisement.LinkFidelity,
        Capacity = advertisement.Capacity,
        SlotsTaken = SlotsTaken,
        RoundTripMs = RoundTripMs,
        SuccessRate = SuccessRate,
        Health = Health,
        IsStale = IsStale,
        IsEnrolled = IsEnrolled,
    };

    private void Hear()
    {
        if (Advertisement is not null)
        {
            State = State is NodeState.Stale or NodeState.Rejoined ? NodeState.Rejoined : NodeState.Live;
        }
    }
}
