namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Sizes and times that the mesh protocol fixes.</summary>
public static class MeshLimits
{
    /// <summary>Bytes of an advertisement or heartbeat.</summary>
    public const int PubSubMessage = 64 * 1024;

    /// <summary>Bytes of a stream's frame.</summary>
    public const int Frame = 1024 * 1024;

    /// <summary>Bytes of a frame of the job stream.</summary>
    public const int JobFrame = 8 * 1024 * 1024;

    /// <summary>Operations of one fragment.</summary>
    public const int FragmentOperations = 4096;

    /// <summary>How old a pubsub message may be.</summary>
    public static TimeSpan MaxAge => TimeSpan.FromSeconds(60);

    /// <summary>How far in the future a pubsub message may be.</summary>
    public static TimeSpan MaxFuture => TimeSpan.FromSeconds(30);

    /// <summary>Time between two heartbeats of a node; three missed ones make it stale.</summary>
    public static TimeSpan HeartbeatInterval => TimeSpan.FromSeconds(5);

    /// <summary>Time between two advertisements of a node.</summary>
    public static TimeSpan AdvertisementInterval => TimeSpan.FromSeconds(30);
}
