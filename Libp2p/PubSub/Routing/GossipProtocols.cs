namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>The protocol ids of the versions.</summary>
internal static class GossipProtocols
{
    /// <summary>The protocol ids served and asked for, the best first.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["/meshsub/1.2.0", "/meshsub/1.1.0", "/meshsub/1.0.0", "/floodsub/1.0.0"];

    /// <summary>The version of a protocol id; null when it is none of <see cref="Ids"/>.</summary>
    public static GossipProtocol? Of(string id) => id switch
    {
        "/meshsub/1.2.0" => GossipProtocol.V12,
        "/meshsub/1.1.0" => GossipProtocol.V11,
        "/meshsub/1.0.0" => GossipProtocol.V10,
        "/floodsub/1.0.0" => GossipProtocol.FloodSub,
        _ => null,
    };
}
