using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The nodes as the registry publishes them, in order of their ids. <see cref="Epoch"/> tells one activation of the registry from the next, whose versions begin anew.</summary>
[GenerateSerializer, Immutable]
public sealed record RegistrySnapshot(
    [property: Id(0)] Guid Epoch,
    [property: Id(1)] long Version,
    [property: Id(2)] ImmutableArray<NodeOffer> Nodes)
{
    /// <summary>Nothing heard yet.</summary>
    public static RegistrySnapshot Empty { get; } = new(Guid.Empty, 0, []);

    /// <summary>A node's capacity, or <see langword="null"/>.</summary>
    public int? CapacityOf(string nodeId) => Find(nodeId)?.Capacity;

    /// <summary>Whether a node is known and was heard lately.</summary>
    public bool IsLive(string nodeId) => Find(nodeId) is { IsStale: false };

    private NodeOffer? Find(string nodeId)
    {
        int low = 0;
        int high = Nodes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(Nodes[middle].NodeId, nodeId);
            if (order == 0)
            {
                return Nodes[middle];
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }
}
