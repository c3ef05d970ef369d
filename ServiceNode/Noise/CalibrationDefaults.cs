using System.Collections.Immutable;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Realistic qualities, each node's somewhat its own: the errors are those of a good superconducting device, times 0.7 … 1.3 by the node's name.</summary>
public static class CalibrationDefaults
{
    private const double LinkError = 0.02;
    private const double ReadoutError = 0.01;

    /// <summary>The calibration of a node with this name. <paramref name="fidelity"/>, where given, holds for the gates of every service.</summary>
    public static Calibration For(
        string name,
        IEnumerable<string> serviceTypes,
        DateTimeOffset calibratedAt,
        double? fidelity = null,
        double? linkFidelity = null,
        double? readoutError = null,
        double damping = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(serviceTypes);
        double readout = readoutError ?? Round(ReadoutError * Spread(name, "readout"));
        return new Calibration
        {
            GateFidelities = serviceTypes.ToImmutableSortedDictionary(
                type => type,
                type => Math.Round(Attainable(fidelity ?? Round(1 - (GateError(type) * Spread(name, type))), type, damping), 12),
                StringComparer.Ordinal),
            LinkFidelity = linkFidelity ?? Round(1 - (LinkError * Spread(name, "link"))),
            ReadoutError = readout,
            Damping = damping,
            CalibratedAt = calibratedAt,
        };
    }

    private static double GateError(string serviceType) => serviceType switch
    {
        "hadamard" => 0.0003,
        "programmable_gate" => 0.0004,
        "cz" => 0.004,
        "cnot" => 0.005,
        "bell_pair" or "qft" => 0.005,
        "controlled_unitary" => 0.007,
        "teleportation" => 0.008,
        "syndrome_extraction" or "distillation" => 0.006,
        _ => 0.002,
    };

    /// <summary>Damping alone already costs fidelity; more than it leaves can't be had.</summary>
    private static double Attainable(double fidelity, string serviceType, double damping) =>
        Math.Min(fidelity, GateNoise.Best(ServiceCatalog.Find(serviceType)?.ElementaryQubits ?? 1, damping));

    private static double Spread(string name, string what) => 0.7 + (0.6 * NoiseStreams.Unit(NoiseStreams.Hash($"{name}:{what}")));

    private static double Round(double value) => Math.Round(value, 6);
}
