using System.Text.Json;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a plan was made from, as the store keeps it under its quality snapshot id.</summary>
internal static class QualitySnapshots
{
    public static string Write(MeshSnapshot nodes) => JsonSerializer.Serialize(nodes, EventJson.Shared.Options);
}
