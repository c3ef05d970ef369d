namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A service node, keyed <c>node-</c> + peer id: what it advertises, whether it lives, what was measured of it.</summary>
[Alias("qmesh.node")]
public interface IServiceNodeGrain : IGrainWithStringKey
{
    /// <summary>Takes a verified advertisement; one not newer than the last is ignored.</summary>
    [Alias("advertise")]
    Task Advertise(NodeAdvertisement advertisement);

    /// <summary>The peer in the shape of <c>GET /discovery/peers/{peer_id}</c>.</summary>
    [Alias("get")]
    Task<Outcome<JsonDocumentText>> Get();

    /// <summary>The node's fidelities in the shape of <c>GET /metrics/fidelity/{node_id}</c>.</summary>
    [Alias("fidelity")]
    Task<Outcome<JsonDocumentText>> Fidelity();
}
