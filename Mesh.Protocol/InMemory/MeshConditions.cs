namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>What an <see cref="InMemoryMesh"/> does to what travels through it; drawn from its seed.</summary>
public sealed record MeshConditions
{
    /// <summary>Time that each frame, message and ping takes one way.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Further time, evenly from zero to this.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Share of pubsub deliveries that are lost, 0 … 1.</summary>
    public double PubSubLoss { get; init; }

    /// <summary>Share of stream frames at which the stream breaks instead, 0 … 1.</summary>
    public double StreamBreaks { get; init; }
}
