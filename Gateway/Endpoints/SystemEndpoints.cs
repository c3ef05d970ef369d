using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>How the coordinator is, and how to join its mesh.</summary>
public static class SystemEndpoints
{
    private static readonly TimeSpan BridgePatience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Health).Describe("System", "Whether the process serves", "Always 200 while it does.").Answers<HealthDocument>();
        routes.MapGet("/ready", Ready).Describe("System", "Whether the coordinator can take work", "503 while a store or the way to the mesh is missing.").Answers<ReadyDocument>().Answers<ReadyDocument>(503);
        routes.MapGet("/bootstrap/libp2p", Bootstrap).Describe("System", "What a node has to know to join", null).Answers<BootstrapDocument>().Fails(503);
        routes.MapGet("/bootstrap/libp2p/runtime", Runtime).Describe("System", "The coordinator's libp2p host as it runs", null).Answers<BootstrapRuntimeDocument>().Fails(503);
    }

    private static async Task<Ok<HealthDocument>> Health(HttpContext context, GatewayOptions options, GatewayClock clock, IPersistenceReporter persistence)
    {
        new QueryReader(context.Request.Query).Finish();
        return TypedResults.Ok(new HealthDocument
        {
            Status = "ok",
            Service = options.Service,
            Environment = options.Environment,
            Version = options.Version,
            UptimeSeconds = clock.UptimeSeconds,
            Persistence = await persistence.ReportAsync(context.RequestAborted),
        });
    }

    private static async Task<JsonHttpResult<ReadyDocument>> Ready(HttpContext context, GatewayOptions options, GatewayClock clock, IPersistenceReporter persistence, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        PersistenceReport stores = await persistence.ReportAsync(context.RequestAborted);
        MeshReadiness mesh = await MeshAsync(cluster, options, context.RequestAborted);
        bool ready = new[] { stores.Postgres, stores.Mongodb, stores.PeerLog }.All(store => store.Reachable || store.Mode == "not_configured")
            && mesh is { Reachable: true, Enabled: true, ListenersActive: true };
        ReadyDocument document = new()
        {
            Status = ready ? "ready" : "degraded",
            Service = options.Service,
            Environment = options.Environment,
            Version = options.Version,
            UptimeSeconds = clock.UptimeSeconds,
            Persistence = stores,
            Libp2p = mesh,
        };
        return TypedResults.Json(document, GatewayJson.Context.ReadyDocument, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<BootstrapDocument>> Bootstrap(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        BridgeStatus bridge = await BridgeAsync(cluster, options);
        return TypedResults.Ok(new BootstrapDocument
        {
            Enabled = bridge.Enabled,
            PeerId = bridge.PeerId,
            RendezvousNamespace = bridge.Namespace,
            ListenMultiaddrs = bridge.AdvertisedAddresses,
            BootstrapPeers = bridge.BootstrapPeers,
            ServiceAdvertisementProtocol = MeshProtocols.ServiceAdvertisement(options.Namespace),
            PeerHeartbeatProtocol = MeshProtocols.PeerHeartbeat(options.Namespace),
            ReservationProtocol = MeshProtocols.Reservation(options.Namespace),
            FragmentProtocol = MeshProtocols.Fragment(options.Namespace),
            JobProtocol = MeshProtocols.Job(options.Namespace),
        });
    }

    private static async Task<Ok<BootstrapRuntimeDocument>> Runtime(HttpContext context, GatewayOptions options, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        BridgeStatus bridge = await BridgeAsync(cluster, options);
        return TypedResults.Ok(new BootstrapRuntimeDocument
        {
            Driver = bridge.Driver,
            DriverVersion = bridge.DriverVersion,
            HostPeerId = bridge.PeerId,
            ListenersActive = bridge.ListenersActive,
            ConfiguredListenMultiaddrs = bridge.ConfiguredListenAddresses,
            AdvertisedMultiaddrs = bridge.AdvertisedAddresses,
            BootstrapPeers = bridge.BootstrapPeers,
            RendezvousNamespace = bridge.Namespace,
            ConnectedPeers = bridge.ConnectedPeers,
            Dropped = bridge.Dropped,
        });
    }

    private static Task<BridgeStatus> BridgeAsync(IClusterClient cluster, GatewayOptions options) => options.Libp2pEnabled
        ? cluster.GetGrain<IMeshBridge>(0).Status()
        : Task.FromResult(new BridgeStatus { Enabled = false, Namespace = options.Namespace, Driver = "none", DriverVersion = "" });

    private static async Task<MeshReadiness> MeshAsync(IClusterClient cluster, GatewayOptions options, CancellationToken cancellationToken)
    {
        try
        {
            BridgeStatus bridge = await BridgeAsync(cluster, options).WaitAsync(BridgePatience, cancellationToken);
            return new MeshReadiness(bridge.Enabled, true, bridge.ListenersActive, bridge.ConnectedPeers);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return new MeshReadiness(true, false, false, 0);
        }
    }
}
