using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The bodies of the peer log's lines.</summary>
internal static class PeerLogBodies
{
    /// <summary>A node's program, registered or changed.</summary>
    public static JsonElement Agent(NodeAdvertisement advertisement) => JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["agent"] = advertisement.Agent,
        ["services"] = advertisement.Services.Select(service => service.ServiceType),
        ["protocols"] = advertisement.Protocols,
    });
}
