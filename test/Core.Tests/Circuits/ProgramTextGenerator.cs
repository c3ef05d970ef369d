using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>
/// Writes well-formed OpenQASM 3 of the whole grammar that is supported, the same text for the same seed. With <paramref name="hidden"/> the integers and
/// truths are the same ones, but known only in a run: a bit is added to them that is measured as 0.
/// </summary>
public sealed class ProgramTextGenerator(int seed, bool hidden = false)
{
    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();
    private readonly List<(string Name, int Size)> qubits = [];
    private readonly List<(string Name, int Size)> bits = [];
    private readonly List<(string Name, string Type)> variables = [];
    private readonly List<(string Name, int Parameters, int Qubits)> gates =
    [
        ("h", 0, 1), ("x", 0, 1), ("sx", 0, 1), ("t", 0, 1), ("rx", 1, 1), ("p", 1, 1), ("U", 3, 1), ("u2", 2, 1), ("u3", 3, 1), ("cx", 0, 2), ("cp", 1, 2), ("swap", 0, 2),
        ("cu", 4, 2), ("ccx", 0, 3), ("cswap", 0, 3),
    ];

    private int names;
    private bool inLoop;

    public string Write()
    {
        text.Append("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n");
        for (var i = 0; i < 2; i++)
        {
            qubits.Add(($"q{i}", 2 + random.Next(2)));
            text.Append(CultureInfo.InvariantCulture, $"qubit[{qubits[^1].Size}] q{i};\n");
        }

        for (var i = 0; i < 2; i++)
        {
            bits.Add(($"c{i}", 1 + random.Next(3)));
            text.Append(CultureInfo.InvariantCulture, $"bit[{bits[^1].Size}] c{i}{(random.Next(3) == 0 ? $" = \"{new string('1', bits[^1].Size)}\"" : "")};\n");
        }

        text.Append("qubit nothing;\nbit[1] zero;\nzero[0] = measure nothing;\n");
        Definitions();
        Statements(6 + random.Next(10), 0);
        if (random.Next(4) == 0)
        {
            text.Append("bit[2] late;\nlate[0] = measure q0[0];\n");
        }

        return text.ToString();
    }

    private string Fresh(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}{names++}");

    private bool Chance(int outOf) => random.Next(outOf) == 0;

    private T Pick<T>(params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    private void Definitions()
    {
        for (var i = random.Next(3); i > 0; i--)
        {
            var name = Fresh("gate");
            var (parameters, count) = (random.Next(3), 1 + random.Next(2));
            string[] formal = [.. Enumerable.Range(0, parameters).Select(k => $"a{k}")];
            string[] operands = [.. Enumerable.Range(0, count).Select(k => $"p{k}")];
            text.Append(CultureInfo.InvariantCulture, $"gate {name}{(parameters > 0 ? $"({string.Join(", ", formal)})" : "")} {string.Join(", ", operands)} {{ ");
            for (var k = 1 + random.Next(3); k > 0; k--)
            {
                var usable = gates.Where(gate => gate.Qubits <= count).ToArray();
                var (called, wanted, on) = usable[random.Next(usable.Length)];
                var order = operands.OrderBy(_ => random.Next()).Take(on);
                text.Append(CultureInfo.InvariantCulture, $"{(Chance(5) ? Pick("inv @ ", "pow(2) @ ", "pow(-1) @ ") : "")}{called}{Parameters(wanted, formal)} {string.Join(", ", order)}; ");
            }

            if (Chance(3))
            {
                text.Append(CultureInfo.InvariantCulture, $"gphase({Angle(formal)}); ");
            }

            if (Chance(4))
            {
                text.Append(CultureInfo.InvariantCulture, $"for int i in [0:2] {{ rz(0.1 * i) {operands[0]}; }} ");
            }

            text.Append("}\n");
            gates.Add((name, parameters, count));
        }

        text.Append("def flip(qubit a, angle t) -> bit { rx(t) a; return measure a; }\n");
        text.Append("def twice(int[8] n) -> int[8] { if (n > 5) { return 2 * n; } return n + 1; }\n");
        text.Append("def either(qubit a, bit b) -> bit { if (b) { return measure a; } h a; return !b; }\n");
    }

    private string Parameters(int count, string[] formal) =>
        count == 0 ? "" : $"({string.Join(", ", Enumerable.Range(0, count).Select(_ => Angle(formal)))})";

    private string Angle(string[] formal) => formal.Length > 0 && Chance(2)
        ? Pick(formal[random.Next(formal.Length)], $"-{formal[0]}", $"{formal[0]} / 2", $"2 * {formal[^1]} + 0.25", $"sin({formal[0]})")
        : Pick("pi / 3", "-0.75", "2 * pi - 1.5", "0.1", "1e-3", "π", "sqrt(2.0)", "tau / 8", "3 / 2.0");

    private void Statements(int count, int depth)
    {
        var (knownVariables, knownBits) = (variables.Count, bits.Count);
        for (var i = 0; i < count; i++)
        {
            text.Append(new string(' ', 2 * depth));
            Statement(depth);
        }

        if (depth > 0)
        {
            variables.RemoveRange(knownVariables, variables.Count - knownVariables);
            bits.RemoveRange(knownBits, bits.Count - knownBits);
        }
    }

    private string Qubit()
    {
        var (name, size) = qubits[random.Next(qubits.Count)];
        return string.Create(CultureInfo.InvariantCulture, $"{name}[{random.Next(-size, size)}]");
    }

    private string[] Qubits(int count)
    {
        var all = qubits.SelectMany(register => Enumerable.Range(0, register.Size).Select(i => $"{register.Name}[{i}]")).OrderBy(_ => random.Next());
        return [.. all.Take(count)];
    }

    private string Bit()
    {
        var (name, size) = bits[random.Next(bits.Count)];
        return string.Create(CultureInfo.InvariantCulture, $"{name}[{random.Next(size)}]");
    }

    private string Integer(int depth = 0)
    {
        var own = variables.Where(variable => variable.Type != "bool").Select(variable => variable.Name).ToArray();
        return depth > 2 || Chance(3) ? Known(random.Next(-3, 9))
            : Pick(own.Length > 0 ? own[random.Next(own.Length)] : "4", $"({Integer(depth + 1)} + {Integer(depth + 1)})", $"({Integer(depth + 1)} * {Integer(depth + 1)})",
                $"int[8](uint[3]({bits[0].Name}{(bits[0].Size == 3 ? "" : "[0]")}))", $"popcount({bits[1].Name})", $"({Integer(depth + 1)} - 2)", $"({Integer(depth + 1)} % 3)");
    }

    private string Known(int value) => string.Create(CultureInfo.InvariantCulture, $"{(hidden ? "(" : "")}int({value}){(hidden ? " + int(zero[0]))" : "")}");

    private string Condition(int depth = 0)
    {
        var flags = variables.Where(variable => variable.Type == "bool").Select(variable => variable.Name).ToArray();
        return depth > 2 ? Bit() : Pick(Bit(), $"!{Bit()}", $"({Condition(depth + 1)} && {Condition(depth + 1)})", $"({Condition(depth + 1)} || {Bit()})",
            $"{bits[0].Name} == {random.Next(3)}", $"{Integer()} < {Integer()}", $"{Bit()} != {Bit()}", flags.Length > 0 ? flags[0] : hidden ? "(zero[0] == 0)" : "true",
            $"bool({bits[1].Name} & \"{new string('1', bits[1].Size)}\")", $"({Bit()} ^ {Bit()})");
    }

    private void Statement(int depth)
    {
        switch (random.Next(depth > 2 ? 9 : 19))
        {
            case 0 or 1 or 2: Gate(); break;
            case 3: text.Append(CultureInfo.InvariantCulture, $"{Bit()} = measure {Qubit()};\n"); break;
            case 4: text.Append(Pick($"measure {Qubit()} -> {Bit()};\n", $"measure {Qubit()};\n", $"reset {Qubit()};\n", $"reset {qubits[0].Name};\n")); break;
            case 5: text.Append(Pick("barrier;\n", $"barrier {qubits[0].Name}, {qubits[1].Name}[0];\n", $"delay[20ns] {Qubit()};\n", $"box {{ h {Qubit()}; }}\n")); break;
            case 6: Assignment(); break;
            case 7: text.Append(CultureInfo.InvariantCulture, $"ry(0.25 * uint[8]({Integer()}) + 0.5) {Qubit()};\n"); break;
            case 8: text.Append(CultureInfo.InvariantCulture, $"{Bit()} = {Pick($"flip({Qubit()}, 0.5)", $"either({Qubit()}, {Bit()})")};\n"); break;
            case 9 or 10: Branch(depth); break;
            case 11 or 12: Loop(depth); break;
            case 13:
                var type = Pick("int[8]", "uint[4]", "bool", "int");
                var name = Fresh("v");
                text.Append(CultureInfo.InvariantCulture, $"{type} {name} = {(type == "bool" ? Condition() : Integer())};\n");
                variables.Add((name, type));
                break;
            case 14:
                text.Append(CultureInfo.InvariantCulture, $"switch (int({Integer()})) {{ case 0, 1 {{ h {Qubit()}; }} case 2 {{ {Bit()} = measure {Qubit()}; }} {Pick("", $"default {{ x {Qubit()}; }} ")}}}\n");
                break;
            case 15:
                text.Append(CultureInfo.InvariantCulture, $"{{ let a{names} = {qubits[0].Name} ++ {qubits[1].Name}[0:1]; h a{names}; cx a{names}[0], a{names++}[-1]; }}\n");
                break;
            case 16:
                if (variables.Where(variable => variable.Type is "int[8]").ToArray() is [var chosen, ..])
                {
                    text.Append(CultureInfo.InvariantCulture, $"{chosen.Name} = twice({chosen.Name});\n");
                }
                else
                {
                    Gate();
                }

                break;
            case 17: text.Append(Chance(12) && depth > 0 ? $"if ({Condition()}) end;\n" : Pick($"bell_pair {string.Join(", ", Qubits(2))};\n", $"qft {string.Join(", ", Qubits(3))};\n", $"iqft {string.Join(", ", Qubits(2))};\n", $"distillation {Qubit()};\n")); break;
            default:
                text.Append(Pick($"pow(0.5) @ x {Qubit()};\n", $"pow(0.25) @ swap {string.Join(", ", Qubits(2))};\n", $"ctrl @ pow(-0.5) @ cx {string.Join(", ", Qubits(3))};\n"));
                break;
        }
    }

    private void Gate()
    {
        var (name, parameters, count) = gates[random.Next(gates.Count)];
        var modifiers = new StringBuilder();
        var controls = 0;
        for (var i = random.Next(3) == 0 ? 1 + random.Next(2) : 0; i > 0 && count + controls < 4; i--)
        {
            var modifier = Pick("ctrl @ ", "negctrl @ ", "inv @ ", "pow(3) @ ", "pow(-2) @ ");
            controls += modifier.Contains("ctrl", StringComparison.Ordinal) ? 1 : 0;
            modifiers.Append(modifier);
        }

        var isWide = controls == 0 && count == 1 && Chance(4);
        text.Append(CultureInfo.InvariantCulture, $"{modifiers}{name}{Parameters(parameters, [])} {(isWide ? qubits[random.Next(2)].Name : string.Join(", ", Qubits(count + controls)))};\n");
    }

    private void Assignment()
    {
        if (variables.Count == 0 || Chance(3))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Pick($"{Bit()} = {Condition()}", $"{Bit()} ^= {Bit()}", $"{bits[1].Name} = ~{bits[1].Name}", $"{bits[0].Name} = {bits[0].Name} << 1")};\n");
            return;
        }

        var (name, type) = variables[random.Next(variables.Count)];
        text.Append(type == "bool" ? $"{name} = {Condition()};\n" : Pick($"{name} = {Integer()};\n", $"{name} += {Integer()};\n", $"{name} *= 2;\n", $"{name}[1] = {Bit()};\n"));
    }

    private void Branch(int depth)
    {
        text.Append(CultureInfo.InvariantCulture, $"if ({Condition()}) {{\n");
        Statements(1 + random.Next(2), depth + 1);
        if (inLoop && Chance(3))
        {
            text.Append(Pick("break;\n", "continue;\n"));
        }

        text.Append(new string(' ', 2 * depth)).Append('}');
        if (Chance(2))
        {
            text.Append(" else {\n");
            Statements(1 + random.Next(2), depth + 1);
            text.Append(new string(' ', 2 * depth)).Append('}');
        }

        text.Append('\n');
    }

    private void Loop(int depth)
    {
        var outer = inLoop;
        inLoop = true;
        var counter = Fresh("i");
        if (Chance(3))
        {
            var own = Fresh("n");
            text.Append(CultureInfo.InvariantCulture, $"{{ int[8] {own} = 0; while ({own} < {Pick(Known(2), "popcount(c0)")} && {Condition()}) {{\n{own} += 1;\n");
            Statements(1 + random.Next(2), depth + 1);
            text.Append("} }\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"for {Pick("int", "uint")} {counter} in {Pick($"[0:{Known(2)}]", $"[{Known(2)}:-1:0]", "{1, 0, 1}", "[0:popcount(c0)]")} {{\n");
            variables.Add((counter, "int"));
            Statements(1 + random.Next(2), depth + 1);
            variables.RemoveAll(variable => variable.Name == counter);
            text.Append(new string(' ', 2 * depth)).Append("}\n");
        }

        inLoop = outer;
    }
}
