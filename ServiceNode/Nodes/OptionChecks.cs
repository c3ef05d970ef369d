namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Checks a node's options.</summary>
internal static class OptionChecks
{
    private static readonly string[] TrustTiers = ["platform_managed", "org_managed", "user_contributed", "public_untrusted", "quarantined"];

    public static void Check(ServiceNodeOptions options)
    {
        Range(options.Capacity, 1, 100_000, "the capacity");
        Range(options.QubitMax, 1, 1_000_000, "the largest number of qubits");
        Share(options.Fidelity, "the fidelity");
        Share(options.LinkFidelity, "the link fidelity");
        Range(options.ReadoutError ?? 0, 0, 0.5, "the readout error");
        Share(options.Damping, "the damping");
        Range(options.DriftPerHour, 0, 1000, "the drift");
        Share(options.Faults.DropRate, "the drop rate");
        Share(options.Faults.RejectRate, "the reject rate");
        Range(options.Faults.LatencyFromMs, 0, 600_000, "the latency");
        Range(options.Faults.LatencyToMs, options.Faults.LatencyFromMs, 600_000, "the upper latency");
        if (!TrustTiers.Contains(options.TrustTier))
        {
            throw new FormatException($"the trust tier '{options.TrustTier}' is none of {string.Join(", ", TrustTiers)}");
        }

        if (options.ServiceTypes.IsDefaultOrEmpty)
        {
            throw new FormatException("a node offers at least one service");
        }

        foreach (string type in options.ServiceTypes)
        {
            if (ServiceCatalog.Find(type) is null)
            {
                throw new FormatException($"the service type '{type}' is none of {string.Join(", ", ServiceCatalog.All.Select(k => k.ServiceType))}");
            }
        }

        if (options.ServiceTypes.Distinct().Count() != options.ServiceTypes.Length)
        {
            throw new FormatException("a service type is named twice");
        }
    }

    private static void Share(double? value, string what) => Range(value ?? 0, 0, 1, what);

    private static void Range(double value, double least, double most, string what)
    {
        if (!(value >= least && value <= most))
        {
            throw new FormatException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} is {value} where {least} to {most} is allowed"));
        }
    }
}
