using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Where the silo's grains find its bridge, once it has started.</summary>
public sealed class BridgeSlot(string meshNamespace)
{
    /// <summary>The bridge; <see langword="null"/> before its start and where libp2p is off.</summary>
    public MeshBridge? Bridge { get; set; }

    /// <summary>The status, also where there is no bridge.</summary>
    public BridgeStatus Status() => Bridge?.Status() ?? new BridgeStatus
    {
        Enabled = false,
        Namespace = meshNamespace,
        Driver = Libp2pMeshHost.Driver,
        DriverVersion = typeof(BridgeSlot).Assembly.GetName().Version?.ToString(3) ?? "0",
    };
}
