using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Who is in the mesh, what is offered there and how good it is.</summary>
public static class MeshEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/discovery/peers", Peers).Describe("Discovery", "The peers", "Stale ones only when asked for.").Query("include_stale", "boolean", "Whether peers that were not heard lately are listed too.").Answers<PeersDocument>().Fails(422);
        routes.MapGet("/discovery/peers/{peer_id}", Peer).Describe("Discovery", "One peer", null).Answers<PeerDetailDocument>().Fails(404, 422);
        routes.MapGet("/discovery/topology", Topology).Describe("Discovery", "All peers, counted", null).Answers<TopologyDocument>();
        routes.MapGet("/discovery/network/topology", NetworkTopology).Describe("Discovery", "The mesh as the planner sees it, with its links", null).Answers<NetworkTopologyDocument>();
        routes.MapGet("/discovery/stats", Stats).Describe("Discovery", "Counters of discovery", null).Answers<Dictionary<string, object>>();
        routes.MapGet("/services", Services).Describe("Services", "What nodes offer", "From the nodes' own advertisements.")
            .Query("service_type", "string", "One service type.").Query("min_fidelity", "number", "The least advertised fidelity.", 0, 1).Query("available", "boolean", "Only those that are available, or are not.")
            .Answers<ServiceDocument[]>().Fails(422);
        routes.MapGet("/metrics/fidelity/{node_id}", Fidelity).Describe("Services", "A node's fidelities", "As advertised and as observed, a time series.").Answers<FidelityDocument>().Fails(404, 422);
    }

    private static async Task<IResult> Peers(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        QueryReader query = new(context.Request.Query);
        bool includeStale = query.Truth("include_stale") ?? false;
        query.Finish();
        return new JsonTextResult((await Registry(cluster, options).Peers(includeStale)).Utf8);
    }

    private static async Task<IResult> Peer(string peer_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return (await Node(cluster, peer_id).Get()).ToResult();
    }

    private static async Task<IResult> Topology(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return new JsonTextResult((await Registry(cluster, options).Topology()).Utf8);
    }

    private static async Task<IResult> NetworkTopology(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return new JsonTextResult((await Registry(cluster, options).NetworkTopology()).Utf8);
    }

    private static async Task<IResult> Stats(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return new JsonTextResult((await Registry(cluster, options).Stats()).Utf8);
    }

    private static async Task<IResult> Services(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        QueryReader query = new(context.Request.Query);
        string? type = query.Text("service_type");
        double? fidelity = query.Real("min_fidelity", 0, 1);
        bool? available = query.Truth("available");
        query.Finish();
        return new JsonTextResult((await Registry(cluster, options).Services(type, fidelity, available)).Utf8);
    }

    private static async Task<IResult> Fidelity(string node_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return (await Node(cluster, node_id).Fidelity()).ToResult();
    }

    private static IServiceRegistryGrain Registry(IClusterClient cluster, GatewayOptions options) => cluster.GetGrain<IServiceRegistryGrain>("registry-" + options.Namespace);

    private static IServiceNodeGrain Node(IClusterClient cluster, string peerId) => cluster.GetGrain<IServiceNodeGrain>("node-" + Ids.RequirePeer(peerId));
}
