namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A verified advertisement with news in it came.</summary>
public sealed record NodeAdvertised : NodeEvent
{
    public required NodeAdvertisement Advertisement { get; init; }
}
