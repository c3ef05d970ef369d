namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Short texts that ask for more than any machine has, each with the code of the bound that ends it.</summary>
public static class Bombs
{
    private const string Head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";

    private static string Doubling(string first, Func<int, string> next, string call) =>
        Head + "qubit[2] q;\n" + first + "\n" + string.Join('\n', Enumerable.Range(1, 60).Select(next)) + "\n" + call;

    public static IReadOnlyList<(string Code, string Text)> All { get; } =
    [
        ("limit_operations", Doubling("gate g0 a { h a; }", i => $"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}", "g60 q[0];")),
        ("limit_operations", Doubling("gate g0 a { }", i => $"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}", "g60 q[0];")),
        ("limit_operations", Doubling("gate g0 a { for int i in [0:1] h a; }", i => $"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}", "g60 q[0];")),
        ("limit_operations", Doubling("def g0(qubit a) { }", i => $"def g{i}(qubit a) {{ g{i - 1}(a); g{i - 1}(a); }}", "g60(q[0]);")),
        ("limit_operations", Doubling("gate g0 a { h a; }", i => $"gate g{i} a {{ ctrl @ inv @ g{i - 1} a, a; }}", "pow(1000000000) @ g0 q[0]; gate w a { h a; x a; } pow(1000000000) @ w q[0];").Replace("a, a", "a").Replace("ctrl @ ", "")),
        ("limit_operations", Head + "qubit[1000] q;\n" + string.Concat(Enumerable.Repeat("h q;\n", 1000))),
        ("limit_operations", Head + "qubit[1000] q;\nqft q;\nqft q;\n"),
        ("limit_operations", Head + "qubit[500] q;\nqubit[500] r;\n" + string.Concat(Enumerable.Repeat("ctrl @ rx(0.1) q, r;\n", 1100))),
        ("limit_operations", Head + "qubit[500] q;\nqubit[500] r;\ngate g(t) a, b { h a; cp(t) a, b; h b; }\n" + string.Concat(Enumerable.Repeat("inv @ g(0.1) q, r;\n", 1000))),
        ("limit_operations", Head + "qubit[500] q;\nqubit[500] r;\n" + string.Concat(Enumerable.Repeat("bell_pair q, r;\n", 1000))),
        ("limit_operations", Head + "qubit[1000] q;\nbit[1000] c;\n" + string.Concat(Enumerable.Repeat("c = measure q;\nreset q;\n", 500))),
        ("limit_operations", Head + "bit[1000] c;\n" + string.Concat(Enumerable.Repeat("c = 1;\n", 1000))),
        ("limit_operations", Head + "qubit q;\nfor int i in [0:99999] { h q; x q; h q; x q; h q; x q; }\n"),
        ("limit_operations", Head + "qubit q;\nint i = 0;\nwhile (i < 99999) { h q; x q; h q; x q; h q; x q; i += 1; }\n"),
        ("limit_operations", Head + "qubit[1] q;\nfor int i in [0:50000] for int j in [0:50000] { }\n"),
        ("limit_qubits", Head + "qubit[1000000000] q;\n"),
        ("limit_qubits", Head + "qubit[1000] q;\nqubit[1000] r;\n"),
        ("limit_qubits", Head + "h $99999999999999999999;\n"),
        ("limit_qubits", Head + "qubit q;\nctrl(1000000000) @ x q;\n"),
        ("limit_classical_bits", Head + "bit[1000000000] c;\n"),
        ("limit_classical_bits", Head + "for int i in [0:99999] { bit[1000] c; }\n"),
        ("limit_width", Head + "int[100000000] i;\n"),
        ("limit_width", Head + "bit[50000] c;\nqubit q;\nif (c == 1) x q;\n"),
        ("limit_width", Head + $"const int i = {new string('1', 100_000)};\n"),
        ("limit_width", Head + $"bit[4] c = \"{new string('1', 100_000)}\";\n"),
        ("limit_loop_turns", Head + "for int i in [0:1000000000000] { }\n"),
        ("limit_loop_turns", Head + "while (true) { }\n"),
        ("limit_nesting", Head + "qubit q;\nrx(" + new string('(', 100_000) + "1" + new string(')', 100_000) + ") q;\n"),
        ("limit_nesting", Head + "qubit q;\nrx(" + new string('-', 100_000) + "1) q;\n"),
        ("limit_nesting", Head + new string('{', 100_000)),
        ("limit_nesting", Head + "qubit q;\n" + string.Concat(Enumerable.Repeat("if (true) ", 50_000)) + "x q;\n"),
        ("limit_nesting", Head + "const int a = " + string.Concat(Enumerable.Repeat("2**", 50_000)) + "1;\n"),
        ("limit_nesting", Head + "qubit[2] q;\nh " + string.Concat(Enumerable.Repeat("q[", 50_000))),
        ("limit_nesting", Head + "const int a = " + string.Concat(Enumerable.Repeat("int(", 50_000))),
        ("limit_nesting", Head + "gate g0 a { h a; }\n" + string.Concat(Enumerable.Range(1, 5000).Select(i => $"gate g{i} a {{ g{i - 1} a; }}\n"))),
        ("limit_nesting", Head + "qubit q;\ndef f0() { }\n" + string.Concat(Enumerable.Range(1, 5000).Select(i => $"def f{i}() {{ f{i - 1}(); }}\n")) + "f5000();"),
        ("limit_nesting", Head + "qubit q;\ndef f0(qubit a) { h a; }\n" + string.Concat(Enumerable.Range(1, 190).Select(i => $"def f{i}(qubit a) {{ {new string('{', 100)} f{i - 1}(a); {new string('}', 100)} }}\n")) + "f190(q);"),
        ("limit_nesting", Head + "qubit q;\ngate g0(t) a { for int i in [0:1] rx(t) a; }\n" + string.Concat(Enumerable.Range(1, 150).Select(i => $"gate g{i}(t) a {{ {new string('{', 40)} g{i - 1}(t) a; {new string('}', 40)} }}\n")) + "g150(0.1) q;"),
        ("limit_expression_size", Head + "const int a = 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + ";\n"),
        ("limit_power_qubits", Head + "qubit[8] q;\ngate wide a, b, c, d, e, f, g, h0 { h a; h b; h c; h d; h e; h f; h g; h h0; }\npow(0.5) @ wide q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7];\n"),
        ("limit_text", new string(' ', 1_000_001)),
    ];
}
