using System.Text.Json;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a node offers, as the store keeps it for the time after a restart.</summary>
internal static class NodeDocuments
{
    public static string Write(NodeMachineState state) => JsonSerializer.Serialize(state, EventJson.Shared.Options);

    public static NodeMachineState Read(string document) => JsonSerializer.Deserialize<NodeMachineState>(document, EventJson.Shared.Options)!;
}
