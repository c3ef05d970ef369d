using System.Collections.Frozen;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>
/// How OpenQASM 3 calls the catalog's gates: by their name in stdgates.inc, or by a definition that says the same in terms of stdgates.inc.
/// </summary>
internal static class GateDefinitions
{
    private static readonly FrozenDictionary<string, string> Standard = "p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu id u1 U gphase".Split(' ')
        .ToDictionary(name => name, name => name, StringComparer.Ordinal)
        .Concat([new("u2_su2", "u2"), new("u3_su2", "u3")])
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Head, string Body)> Others = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["u0"] = ("(g) a", "U(0, 0, 0) a;"),
        ["sxdg"] = (" a", "inv @ sx a;"),
        ["r"] = ("(t, f) a", "gphase(-t / 2); U(t, f - pi / 2, pi / 2 - f) a;"),
        ["u"] = ("(t, f, l) a", "gphase(-t / 2); U(t, f, l) a;"),
        ["u2"] = ("(f, l) a", "gphase(-pi / 4); U(pi / 2, f, l) a;"),
        ["u3"] = ("(t, f, l) a", "gphase(-t / 2); U(t, f, l) a;"),
        ["u4"] = ("(t, f, l, g) a", "gphase(g - t / 2); U(t, f, l) a;"),
        ["cs"] = (" a, b", "ctrl @ s a, b;"),
        ["csdg"] = (" a, b", "ctrl @ sdg a, b;"),
        ["csx"] = (" a, b", "ctrl @ sx a, b;"),
        ["cu1"] = ("(l) a, b", "cp(l) a, b;"),
        ["cu3"] = ("(t, f, l) a, b", "p(-t / 2) a; ctrl @ U(t, f, l) a, b;"),
        ["ccz"] = (" a, b, c", "ctrl(2) @ z a, b, c;"),
        ["c3x"] = (" a, b, c, d", "ctrl(3) @ x a, b, c, d;"),
        ["c3sqrtx"] = (" a, b, c, d", "ctrl(3) @ sx a, b, c, d;"),
        ["c4x"] = (" a, b, c, d, e", "ctrl(4) @ x a, b, c, d, e;"),
        ["iswap"] = (" a, b", "s a; s b; h a; cx a, b; cx b, a; h b;"),
        ["ecr"] = (" a, b", "h b; cx a, b; rz(pi / 4) b; cx a, b; h b; x a; h b; cx a, b; rz(-pi / 4) b; cx a, b; h b;"),
        ["dcx"] = (" a, b", "cx a, b; cx b, a;"),
        ["rxx"] = ("(t) a, b", "h a; h b; cx a, b; rz(t) b; cx a, b; h a; h b;"),
        ["ryy"] = ("(t) a, b", "rx(pi / 2) a; rx(pi / 2) b; cx a, b; rz(t) b; cx a, b; rx(-pi / 2) a; rx(-pi / 2) b;"),
        ["rzz"] = ("(t) a, b", "cx a, b; rz(t) b; cx a, b;"),
        ["rzx"] = ("(t) a, b", "h b; cx a, b; rz(t) b; cx a, b; h b;"),
        ["xx_minus_yy"] = ("(t, b) p, q", "cx p, q; negctrl @ gphase(-t / 2) q; negctrl @ U(t, b - pi / 2, pi / 2 - b) q, p; cx p, q;"),
        ["xx_plus_yy"] = ("(t, b) v, w", "cx v, w; p(-t / 2) w; ctrl @ U(t, -b - pi / 2, pi / 2 + b) w, v; cx v, w;"),
        ["rccx"] = (" a, b, c", "h c; t c; cx b, c; tdg c; cx a, c; t c; cx b, c; tdg c; h c;"),
        ["rc3x"] = (" a, b, c, d", "h d; t d; cx c, d; tdg d; h d; cx a, d; t d; cx b, d; tdg d; cx a, d; t d; cx b, d; tdg d; h d; t d; cx c, d; tdg d; h d;"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of a gate in stdgates.inc, or <see langword="null"/>.</summary>
    public static string? StandardName(Gate gate) => Standard.GetValueOrDefault(gate.Name);

    /// <summary>The name under which a gate beyond stdgates.inc is defined; u2 and u3 have another meaning there.</summary>
    public static string DefinedName(Gate gate) => gate.Name is "u2" or "u3" ? $"qiskit_{gate.Name}" : gate.Name;

    /// <summary>The definition under a name, without annotations.</summary>
    public static string Definition(Gate gate, string name)
    {
        var (head, body) = Others[gate.Name];
        return $"gate {name}{head} {{ {body} }}";
    }

    /// <summary>Names that a register can't have where stdgates.inc is included.</summary>
    public static bool IsReserved(string name) => NameTable.IsKeyword(name) || Lowering.Libraries.StdGates.ContainsKey(name)
        || name is "U" or "pi" or "π" or "tau" or "τ" or "euler" or "ℇ";
}
