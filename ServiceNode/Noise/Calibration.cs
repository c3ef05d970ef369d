using System.Collections.Immutable;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>What a node knows of its own quality: average gate fidelities by service type, Bell-pair fidelity of its link, readout error, damping.</summary>
public sealed record Calibration
{
    /// <summary>Average gate fidelity F of one gate, by service type.</summary>
    public required ImmutableSortedDictionary<string, double> GateFidelities { get; init; }

    /// <summary>Fidelity of the Bell pairs with which a qubit is handed over to the node.</summary>
    public required double LinkFidelity { get; init; }

    /// <summary>
    /// Odds that a readout is inverted, the same for both outcomes (<c>p01</c> = <c>p10</c>): a node reports flips without knowing the outcome, so they can't depend on it.
    /// </summary>
    public required double ReadoutError { get; init; }

    /// <summary>γ of the amplitude damping of each qubit of a gate; 0: none.</summary>
    public double Damping { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset CalibratedAt { get; init; }

    /// <summary>The same node with its errors grown by a factor; no fidelity falls below that of a fully depolarised gate.</summary>
    public Calibration Worsened(double factor) => factor == 1 ? this : this with
    {
        GateFidelities = GateFidelities.ToImmutableSortedDictionary(p => p.Key, p => Math.Max(0.25, 1 - ((1 - p.Value) * factor)), StringComparer.Ordinal),
        LinkFidelity = Math.Max(0.25, 1 - ((1 - LinkFidelity) * factor)),
        ReadoutError = Math.Min(0.5, ReadoutError * factor),
        Damping = Math.Min(1, Damping * factor),
    };
}
