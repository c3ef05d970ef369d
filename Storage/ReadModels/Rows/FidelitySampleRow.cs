namespace Orleans.QuantumMesh.Storage;

/// <summary>A fidelity that a node advertised or that was observed of it.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ServiceType">The service.</param>
/// <param name="Fidelity">0..1.</param>
/// <param name="Source">advertised or observed.</param>
/// <param name="Availability">Whether the service was available.</param>
/// <param name="SampledAt">UTC.</param>
public sealed record FidelitySampleRow(
    string NodeId, string ServiceType, double Fidelity, string Source, bool Availability, DateTimeOffset SampledAt);
