using System.Collections.Immutable;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The service types of the result contract's table and the gates of each.</summary>
public static class ServiceCatalog
{
    /// <summary>The service type of a whole program in one fragment.</summary>
    public const string WholeProgram = "*";

    /// <summary>The service type of measurements and resets.</summary>
    public const string Measurement = "measurement_feedforward";

    /// <summary>All types, in the table's order.</summary>
    public static ImmutableArray<ServiceKind> All { get; } =
    [
        new("hadamard", 1, ["h"], []),
        new("cnot", 2, ["cx"], ["cnot"]),
        new("cz", 2, ["cz"], []),
        new("controlled_unitary", 2, ["cy", "ch", "cp", "crx", "cry", "crz", "cs", "csdg", "csx", "cu", "cu1", "cu3", "ccx", "ccz", "cswap", "c3x", "c4x", "c3sx", "rccx", "rc3x"], ["controlled_u", "cphase"]),
        new("qft", 2, ["h", "cp", "swap"], ["qft", "iqft"]),
        new("bell_pair", 2, ["h", "cx"], ["bell_pair", "bell"]),
        new("teleportation", 2, ["swap"], ["teleport", "teleportation"]),
        new("syndrome_extraction", 2, ["syndrome_extraction"], []),
        new("distillation", 2, ["distillation"], []),
        new(Measurement, 1, ["measure", "measurement_feedforward", "reset"], []),
        new("programmable_gate", 1, ["id", "x", "y", "z", "s", "sdg", "t", "tdg", "sx", "sxdg", "rx", "ry", "rz", "p", "phase", "u", "U", "u0", "u1", "u2", "u3", "r", "swap", "iswap", "rxx", "ryy", "rzz", "gphase"], []),
    ];

    /// <summary>The type with this name, or <see langword="null"/>.</summary>
    public static ServiceKind? Find(string serviceType) => All.FirstOrDefault(k => k.ServiceType == serviceType);

    /// <summary>Whether the operation is an orchestration step, barrier or delay: identity on the qubits, without error.</summary>
    public static bool IsOrchestration(string gate) => gate is "barrier" or "delay" or "syndrome_extraction" or "distillation";

    /// <summary>Whether the operation measures or resets.</summary>
    public static bool IsMeasurement(string gate) => gate is "measure" or "measurement_feedforward" or "reset";

    /// <summary>
    /// The type that a node executes the gate under when a fragment names none: the gate's own, or else any offered one that has it among its gates;
    /// <see langword="null"/> where none of the offered ones has.
    /// </summary>
    public static string? Resolve(string gate, IReadOnlyCollection<string> offered)
    {
        if (gate is "barrier" or "delay")
        {
            return "";
        }

        string own = gate.Contains('@') ? "controlled_unitary" : All.FirstOrDefault(k => k.ServiceType is not ("qft" or "bell_pair" or "teleportation") && (k.Gates.Contains(gate) || k.Words.Contains(gate)))?.ServiceType ?? "programmable_gate";
        return offered.Contains(own) ? own : All.FirstOrDefault(k => offered.Contains(k.ServiceType) && k.Gates.Contains(gate))?.ServiceType;
    }
}
