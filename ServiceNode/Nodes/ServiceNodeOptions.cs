using System.Collections.Immutable;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>What a node offers and how well.</summary>
public sealed record ServiceNodeOptions
{
    /// <summary>Its name, from which its own quality follows.</summary>
    public string Name { get; init; } = "node";

    public MeshNamespace Namespace { get; init; } = new();

    /// <summary>How many fragments it executes at once.</summary>
    public int Capacity { get; init; } = 4;

    /// <summary>The most qubits of one fragment.</summary>
    public int QubitMax { get; init; } = 32;

    /// <summary>The services that it offers.</summary>
    public ImmutableArray<string> ServiceTypes { get; init; } = [.. ServiceCatalog.All.Select(k => k.ServiceType)];

    /// <summary>Average gate fidelity of every service's gates; <see langword="null"/>: realistic ones.</summary>
    public double? Fidelity { get; init; }

    /// <summary>Fidelity of the Bell pairs of its link; <see langword="null"/>: a realistic one.</summary>
    public double? LinkFidelity { get; init; }

    /// <summary>Odds that a readout is inverted; <see langword="null"/>: realistic ones.</summary>
    public double? ReadoutError { get; init; }

    /// <summary>γ of the amplitude damping after each gate, on each of its qubits.</summary>
    public double Damping { get; init; }

    /// <summary>How much errors grow in an hour since calibration, as a share of themselves.</summary>
    public double DriftPerHour { get; init; }

    public FaultSettings Faults { get; init; } = new();

    /// <summary>The node's own claim.</summary>
    public string TrustTier { get; init; } = "platform_managed";

    /// <summary>Whether it takes faults on order.</summary>
    public bool Experiments { get; init; }
}
