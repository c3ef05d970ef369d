namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>
/// What of the language is taken and what is refused: each row has an example, and the tests hold that it goes as the row says.
/// <see cref="Expected"/> is empty for what is taken, else the code of the warning (<c>warning: …</c>) or diagnostic.
/// </summary>
public sealed record LanguageSupport(string Area, string Construct, string Example, string Expected = "", string Note = "")
{
    private const string Version3 = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[4] q;\nbit[4] c;\n";
    private const string Version2 = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[4];\ncreg c[4];\n";
    private const string Service = "OPENQASM 3;\nqubit[4] q;\nbit[4] c;\n";

    /// <summary>The example as a whole program.</summary>
    public string Text => Example.Contains("OPENQASM", StringComparison.Ordinal) || Expected.EndsWith("no_version", StringComparison.Ordinal) ? Example
        : Area switch { "OpenQASM 2" => Version2 + Example, "Service words and dialect" => Service + Example, _ => Version3 + Example };

    public static IReadOnlyList<LanguageSupport> Rows { get; } =
    [
        new("OpenQASM 2", "`qreg`, `creg`", "qreg a[2]; creg b[2];"),
        new("OpenQASM 2", "`include \"qelib1.inc\"`", "rzz(0.1) q[0],q[1]; c3sqrtx q[0],q[1],q[2],q[3];", Note: "every gate of Qiskit's file, built in"),
        new("OpenQASM 2", "another include", "OPENQASM 2.0;\ninclude \"mine.inc\";", "unknown_include"),
        new("OpenQASM 2", "`U`, `CX`", "U(0.1,0.2,0.3) q[0]; CX q[0],q[1];", Note: "with Qiskit's phases"),
        new("OpenQASM 2", "`gate`", "gate g(a) x,y { cx x,y; rz(a/2) y; } g(pi) q[0],q[1];"),
        new("OpenQASM 2", "`opaque`", "opaque g(a) x;", "unsupported"),
        new("OpenQASM 2", "parameters: `+ - * / ^`, `sin cos tan exp ln sqrt`, `pi`", "rz(-2^2 + sin(pi/3) * sqrt(2)) q[0];", Note: "numbers are real: `1/2` is a half; a power binds tighter than a sign"),
        new("OpenQASM 2", "`measure a -> b`, whole registers too", "measure q -> c;"),
        new("OpenQASM 2", "`reset`, `barrier`", "reset q; barrier q[0],q[1];"),
        new("OpenQASM 2", "`if (c == n)`", "if(c==3) x q[0];", Note: "one gate, measurement or reset; another comparison is refused"),
        new("OpenQASM 2", "broadcasting", "qreg a[4]; cx q,a; cx q[0],a; h q;"),

        new("Declarations", "version `3`, `3.0`, `3.1`, or none", "OPENQASM 3.1;\ninclude \"stdgates.inc\";"),
        new("Declarations", "`include \"stdgates.inc\"`", "x q[0];"),
        new("Declarations", "`include \"qelib1.inc\"` in OpenQASM 3", "OPENQASM 3.0;\ninclude \"qelib1.inc\";\nqubit[2] q;\nrxx(0.1) q[0], q[1];", Note: "an extension: Qiskit's gates and phases"),
        new("Declarations", "another include", "OPENQASM 3.0;\ninclude \"mine.inc\";", "unknown_include"),
        new("Declarations", "`qubit`, `qubit[n]`, `bit`, `bit[n]`, `qreg`, `creg`", "qubit a; qubit[2] b; bit d; bit[2] e; qreg f[2]; creg g[2];"),
        new("Declarations", "physical qubits `$n`", "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nh $0; cx $0, $1;", Note: "not beside declared ones"),
        new("Declarations", "physical beside declared qubits", "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit q;\nh $0;", "physical_qubit"),
        new("Declarations", "`const`", "const int n = 2; const float f = pi / n; rx(f) q[0];"),
        new("Declarations", "`input`", "input float theta; rx(theta) q[0];", Note: "bound by the submission's `parameters`; a value without an input is refused too"),
        new("Declarations", "`input` without a value", "input float other; rx(other) q[0];", "missing_parameter"),
        new("Declarations", "`output`", "output bit[2] r; r = measure q[0:1];", Note: "a declared register"),
        new("Declarations", "aliases, concatenation", "qubit[2] a; let b = a ++ q[1:2]; h b; let d = c[0:1];"),
        new("Declarations", "a library gate's name for a variable", "const float t = 0.5; rx(t) q[0];", "warning: hides_gate", "taken where it is used as a variable; for qubits and bits refused"),
        new("Declarations", "`array`", "array[int[8], 4] a;", "unsupported"),
        new("Declarations", "`stretch`", "stretch s;", "unsupported"),
        new("Declarations", "Unicode names", "const float θ = 0.5; ry(θ) q[0];"),

        new("Types and expressions", "`bool`, `int[n]`, `uint[n]`", "int[8] i = -3; uint[4] u = 15; bool b = true; i += 1;", Note: "two's complement, wrapping; without a width 64 bits"),
        new("Types and expressions", "`float`, `float[16]`, `float[32]`, `float[64]`", "float[32] f = 0.1; rx(f) q[0];", Note: "rounded to their width"),
        new("Types and expressions", "other float widths", "float[80] f = 0.1;", "unsupported_width"),
        new("Types and expressions", "`angle[n]`", "angle[4] a = pi / 3; rz(a) q[0];", Note: "n bits of a turn; `angle` without a width is a double"),
        new("Types and expressions", "`complex`", "const complex[float[64]] w = 1.0 + 2.0im; rx(real(w)) q[0];", Note: "compile time only"),
        new("Types and expressions", "`duration`", "duration d = 100ns + 1us; delay[2 * d] q[0];", Note: "compile time only; `dt` in a delay only"),
        new("Types and expressions", "casts", "rx(float(int[8](uint[3](5)))) q[0];"),
        new("Types and expressions", "bit strings, indices, slices, sets, negative indices", "c = \"0101\"; h q[{0, 2}]; x q[-1]; z q[0:2:3];"),
        new("Types and expressions", "all operators, with the specification's precedence", "const int v = -2 ** 2 + 7 % 4 << 1; const bool b = v < 3 && !(v == 1) || (v & 6 | 1) != 3; rx(v) q[0];", Note: "`**` binds tighter than signs, to the right; integers divide as integers"),
        new("Types and expressions", "`arccos arcsin arctan ceiling cos exp floor imag log mod popcount pow real rotl rotr sin sqrt tan`", "rx(arcsin(0.5) + mod(7, 3) + popcount(c)) q[0];", Note: "`ln` too"),
        new("Types and expressions", "`sizeof`", "const int n = sizeof(q);", "unsupported"),
        new("Types and expressions", "number literals", "rx(0x1F / 1_000.0 + 0b11 + 0o17 + .5e-1) q[0];"),
        new("Types and expressions", "values that follow from measured bits", "c = measure q; int[8] n = int[8](uint[4](c)); n *= 2; ry(0.1 * n) q[0];", Note: "evaluated in each run"),
        new("Types and expressions", "a qubit's index that follows from measured bits", "c = measure q; x q[uint[4](c)];", "index_at_run_time"),

        new("Gates", "`U`, `gphase`", "U(0.1, 0.2, 0.3) q[0]; gphase(0.4);", Note: "with the specification's phases"),
        new("Gates", "`gate`, nested, with loops", "gate g(t) a, b { for int i in [1:3] { rx(t * i) a; } cx a, b; gphase(t); } g(0.1) q[0], q[1];"),
        new("Gates", "`ctrl @`, `negctrl @`, with counts, nested, on user gates", "gate g a { U(0.1, 0.2, 0.3) a; } ctrl(2) @ negctrl @ g q[0], q[1], q[2], q[3];"),
        new("Gates", "`inv @`", "inv @ U(0.1, 0.2, 0.3) q[0];"),
        new("Gates", "`pow(k) @`, integers of any size", "pow(1000000000) @ rx(0.1) q[0]; pow(-2) @ sx q[0];"),
        new("Gates", "`pow(r) @`, fractions, on up to 6 qubits", "pow(0.5) @ swap q[0], q[1];", Note: "eigenphases in (−π, π]"),
        new("Gates", "broadcasting", "cx q[0:1], q[2:3]; h q;"),
        new("Gates", "measurement, reset or declaration in a gate's body", "gate g a { reset a; }", "not_unitary"),

        new("Subroutines", "`def` with qubits, registers, classical arguments and results", "def f(qubit[2] a, int[8] n) -> bit { for int i in [0:1] rx(n) a[i]; return measure a[0]; } c[0] = f(q[0:1], 2);", Note: "inlined; arguments are copies"),
        new("Subroutines", "`return` under a condition", "def f(qubit a, bit b) -> bit { if (b) { return measure a; } return b; } c[0] = f(q[0], c[1]);"),
        new("Subroutines", "recursion", "def f(qubit a) { f(a); }", "recursion"),
        new("Subroutines", "a subroutine called like a gate", "def f(qubit a) { h a; } f q[0];", "subroutine_as_gate"),
        new("Subroutines", "`extern`", "extern f(int) -> int;", "unsupported"),

        new("Control flow", "`if`, `else`, on known values and on measured bits", "c[0] = measure q[0]; if (c[0] && !c[1]) { x q[1]; } else if (c == 2) z q[1]; else y q[1];"),
        new("Control flow", "`for` over ranges, sets and bit registers", "for int i in [3:-1:0] h q[i]; for float f in {0.5, 1.5} rx(f) q[0]; for bit b in c { if (b) x q[0]; }", Note: "ranges include both ends"),
        new("Control flow", "`for` with ends that follow from measured bits", "c = measure q; for int i in [0:popcount(c)] { h q[0]; }", Note: "a run-time loop"),
        new("Control flow", "`while`, at compile time and at run time", "int i = 0; while (i < 3) { i += 1; h q[0]; c[0] = measure q[0]; } while (c[0]) { h q[0]; c[0] = measure q[0]; }", Note: "at run time turn by turn, up to a bound"),
        new("Control flow", "`switch`", "c = measure q; switch (uint[4](c)) { case 0, 1 { x q[0]; } case 2 { z q[0]; } default { h q[0]; } }"),
        new("Control flow", "`break`, `continue`, `end`", "for int i in [0:3] { c[0] = measure q[i]; if (c[0]) break; if (i == 2) continue; h q[i]; } end;"),

        new("Quantum statements", "`measure` in all forms", "c[0] = measure q[0]; measure q[1] -> c[1]; measure q[2]; bit d = measure q[3];"),
        new("Quantum statements", "`measure` in an expression", "c[0] = 1 ^ measure q[0];", "measure_in_expression"),
        new("Quantum statements", "`reset`, `barrier`, `nop`", "reset q; barrier q[0], q[1]; barrier; nop q;"),
        new("Quantum statements", "`delay`, `box`", "box { delay[20ns] q[0]; cx q[0], q[1]; }", Note: "kept in order, without effect"),
        new("Quantum statements", "`durationof`", "duration d = durationof({x q[0];});", "unsupported"),
        new("Quantum statements", "annotations", "@crosstalk\ncx q[0], q[1];", "warning: annotation_ignored"),
        new("Quantum statements", "pragmas", "pragma user alice\nh q[0];", "warning: pragma_ignored"),
        new("Quantum statements", "`cal`", "cal { x }", "unsupported"),
        new("Quantum statements", "`defcal`", "defcal x $0 { }", "unsupported"),
        new("Quantum statements", "`defcalgrammar`", "defcalgrammar \"openpulse\";", "unsupported"),

        new("Service words and dialect", "`bell_pair`, `bell`, `qft`, `iqft`, `teleport`, `teleportation`, `cnot`, `controlled_u`", "bell_pair q[0], q[1]; qft q[0], q[1], q[2]; teleport q[0], q[3]; controlled_u(0.1, 0.2, 0.3) q[0], q[1];"),
        new("Service words and dialect", "`syndrome_extraction`, `distillation`", "syndrome_extraction q[0], q[1]; distillation q[2];", Note: "identity on the logical state"),
        new("Service words and dialect", "`measurement_feedforward`", "measurement_feedforward q[0] -> c[0];"),
        new("Service words and dialect", "every gate of the catalog without an include", "ryy(0.1) q[0], q[1]; iswap q[0], q[1];"),
        new("Service words and dialect", "`controlled G(p) a, b`", "controlled rx(2^3/16) q[0], q[1];", "warning: dialect_controlled", "`^` is a power in its arguments"),
        new("Service words and dialect", "`controlled U(p)` with one parameter", "controlled U(0.5) q[0], q[1];", "warning: dialect_single_parameter_u"),
        new("Service words and dialect", "control equal to target", "controlled x q[0], q[0];", "warning: dialect_controlled_identity"),
        new("Service words and dialect", "`for i in [a:b] { … }` without a type", "for i in [0:2] { h q[i]; }", "warning: dialect_untyped_for"),
        new("Service words and dialect", "arithmetic in an index", "h q[1 + 1];", "warning: dialect_index_arithmetic"),
        new("Service words and dialect", "`q[a:b]`", "h q[0:2];", "warning: dialect_inclusive_range", "both ends"),
        new("Service words and dialect", "`ccnot`", "ccnot q[0], q[1], q[2];", "warning: dialect_ccnot"),
        new("Service words and dialect", "a line's statement without its semicolon", "h q[0]\nx q[1];", "warning: dialect_missing_semicolon"),
        new("Service words and dialect", "a program without a version line", "qubit[2] a;\nh a[0];", "warning: dialect_no_version"),
        new("Service words and dialect", "a qubit twice in a gate", "cx q[0], q[0];", "same_qubit"),
    ];
}
