using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Libp2pBridge;

namespace Orleans.QuantumMesh.Mesh.Tests.Interop;

/// <summary>Hosts on loopback sockets.</summary>
internal static class Sockets
{
    public static Task<Libp2pMeshHost> HostAsync(PeerIdentity? identity = null) =>
        Libp2pMeshHost.StartAsync(identity ?? PeerIdentity.Generate(), new Libp2pOptions { Listen = [Multiaddr.Parse("/ip4/127.0.0.1/tcp/0")] }, TimeProvider.System, TestContext.Current.CancellationToken);
}
