using System.Collections.Frozen;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>The gates that an include brings, the language's own ones, and the service words.</summary>
internal static class Libraries
{
    private const string QiskitGates = "u3 u2 u1 cx id u0 u p x y z h s sdg t tdg rx ry rz sx sxdg cz cy swap ch ccx cswap crx cry crz cu1 cp cu3 csx cu "
        + "rxx rzz rccx rc3x c3x c3sqrtx c4x";

    private const string StandardGates = "p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX=cx phase=p cphase=cp id u1 "
        + "u2=u2_su2 u3=u3_su2";

    public static readonly FrozenDictionary<string, GateSymbol> None = Of("");
    public static readonly FrozenDictionary<string, GateSymbol> Qelib1 = Of(QiskitGates);
    public static readonly FrozenDictionary<string, GateSymbol> StdGates = Of(StandardGates);

    /// <summary>OpenQASM 2's own gates.</summary>
    public static readonly FrozenDictionary<string, GateSymbol> BuiltIn2 = Of("U=u CX=cx");

    /// <summary>OpenQASM 3's own gates.</summary>
    public static readonly FrozenDictionary<string, GateSymbol> BuiltIn3 = Of("U gphase");

    /// <summary>What a text without an include can use beside the service words.</summary>
    public static readonly FrozenDictionary<string, GateSymbol> Dialect = Of(StandardGates + " ccnot=ccx "
        + string.Join(' ', GateCatalog.Gates.Select(gate => gate.Name).Except(StandardGates.Split(' ').Select(part => part.Split('=')[0]))), isDialect: true);

    /// <summary>The service words.</summary>
    public static readonly FrozenDictionary<string, WordSymbol> Words = new[]
    {
        "cnot", "controlled_u", "qft", "iqft", "bell_pair", "bell", "teleport", "teleportation", "syndrome_extraction", "distillation", "measurement_feedforward",
    }.ToFrozenDictionary(word => word, word => new WordSymbol(word), StringComparer.Ordinal);

    private static FrozenDictionary<string, GateSymbol> Of(string names, bool isDialect = false) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('='))
        .ToFrozenDictionary(pair => pair[0], pair => new GateSymbol(pair[0], GateCatalog.Get(pair[^1]), null) { IsDialect = isDialect }, StringComparer.Ordinal);
}
