using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>Writes one program as OpenQASM 2 with Qiskit's qelib1.inc, up to a global phase.</summary>
internal sealed class OpenQasm2Writer
{
    private const double HalfPi = Math.PI / 2;
    private readonly CircuitProgram program;
    private readonly NameTable names;
    private readonly StringBuilder text = new("OPENQASM 2.0;\ninclude \"qelib1.inc\";\n");

    public OpenQasm2Writer(CircuitProgram program)
    {
        this.program = program;
        names = new NameTable(program, Spelled, IsReserved);
    }

    public FormattedProgram Write()
    {
        if (program.QubitRegisters.Any(register => register.Name == "$"))
        {
            text.Append(CultureInfo.InvariantCulture, $"qreg {names.HardwareQubits}[{program.QubitCount}];\n");
        }

        foreach (var (name, size) in names.QubitRegisters)
        {
            text.Append(CultureInfo.InvariantCulture, $"qreg {name}[{size}];\n");
        }

        foreach (var (name, _, size) in names.ClassicalRegisters)
        {
            text.Append(CultureInfo.InvariantCulture, $"creg {name}[{size}];\n");
        }

        foreach (var operation in program.Operations)
        {
            if (WriteOperation(operation) is { } refusal)
            {
                return new FormattedProgram(null, $"OpenQASM 2 can't say {operation.OperationId} at line {operation.Position.Line}: {refusal}");
            }
        }

        return new FormattedProgram(text.ToString(), null);
    }

    private static bool IsReserved(string name) =>
        Syntax.Keywords.Of(name, true) != Syntax.TokenKind.Identifier || Lowering.Libraries.Qelib1.ContainsKey(name)
        || name is "pi" or "sin" or "cos" or "tan" or "exp" or "ln" or "sqrt";

    /// <summary>A name of ASCII letters, digits and underscores that starts with a lower-case letter: θ is u03b8.</summary>
    private static string Spelled(string name)
    {
        var spelled = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_'))
            {
                spelled.Append((char)rune.Value);
            }
            else
            {
                spelled.Append(CultureInfo.InvariantCulture, $"u{rune.Value:x4}");
            }
        }

        if (char.IsAsciiLetterUpper(spelled[0]))
        {
            spelled[0] = char.ToLowerInvariant(spelled[0]);
        }

        return char.IsAsciiLetterLower(spelled[0]) ? spelled.ToString() : $"r{spelled}";
    }

    private string Qubit(int qubit) => names.Qubit(qubit) is ['$', .. var number] ? $"{names.HardwareQubits}[{number}]" : names.Qubit(qubit);

    private string? WriteOperation(Operation operation)
    {
        var prefix = "";
        if (operation.Condition is { } condition)
        {
            if (SimpleCondition.Of(condition) is not { } simple || RegisterOf(simple) is not { } register)
            {
                return "a condition there compares a whole register with an integer";
            }

            prefix = string.Create(CultureInfo.InvariantCulture, $"if({register}=={simple.Value}) ");
        }

        switch (operation)
        {
            case GateOperation gate:
                return gate.Qubits.IsEmpty ? null : WriteGate(prefix, gate);
            case MeasureOperation measure when measure.Bit < program.DeclaredBitCount:
                text.Append(CultureInfo.InvariantCulture, $"{prefix}measure {Qubit(measure.Qubits[0])} -> {names.Bit(measure.Bit)};\n");
                return null;
            case MeasureOperation:
                return "a measurement there names its bit";
            case ResetOperation reset:
                text.Append(CultureInfo.InvariantCulture, $"{prefix}reset {Qubit(reset.Qubits[0])};\n");
                return null;
            case BarrierOperation barrier:
                text.Append(barrier.Qubits.IsEmpty ? "" : $"barrier {string.Join(", ", barrier.Qubits.Select(Qubit))};\n");
                return null;
            case DelayOperation:
                return "there are no delays";
            case OrchestrationOperation orchestration:
                return $"there is no word '{orchestration.Name}'";
            case LoopOperation:
                return "there are no loops";
            default:
                return "there are no classical assignments";
        }
    }

    private string? RegisterOf(SimpleCondition condition) => names.ClassicalRegisters
        .Where(register => register.Size == condition.Bits.Count && condition.Bits.Select((bit, i) => bit == register.Start + i).All(same => same))
        .Select(register => register.Name).FirstOrDefault();

    private string? WriteGate(string prefix, GateOperation gate)
    {
        if (!gate.RunTimeParameters.IsEmpty)
        {
            return "parameters there are constants";
        }

        var (name, parameters) = Said(gate);
        if (name is null)
        {
            return $"there is no gate for {(gate.ControlCount > 0 ? $"{gate.ControlCount} controls on " : "")}{gate.Gate.Name}";
        }

        void Flip()
        {
            for (var i = 0; i < gate.ControlCount; i++)
            {
                if (!gate.ControlStates.IsEmpty && !gate.ControlStates[i])
                {
                    text.Append(CultureInfo.InvariantCulture, $"{prefix}x {Qubit(gate.Qubits[i])};\n");
                }
            }
        }

        Flip();
        text.Append(prefix).Append(name);
        if (parameters.Length > 0)
        {
            text.Append('(').AppendJoin(",", parameters.Select(ExpressionText.Of)).Append(')');
        }

        text.Append(' ').AppendJoin(",", gate.Qubits.Select(Qubit)).Append(";\n");
        Flip();
        return null;
    }

    /// <summary>The gate and its controls as one gate of qelib1.inc.</summary>
    private static (string? Name, double[] Parameters) Said(GateOperation operation)
    {
        double[] p = [.. operation.Parameters];
        var name = operation.Gate.Name;
        if (operation.ControlCount == 0)
        {
            return name switch
            {
                "U" or "u" or "u3_su2" => ("u3", p),
                "u4" => ("u3", p[..3]),
                "u2_su2" => ("u2", p),
                "r" => ("u3", [p[0], p[1] - HalfPi, HalfPi - p[1]]),
                GateCatalog.UnitaryName or "gphase" => (null, []),
                _ => (Lowering.Libraries.Qelib1.ContainsKey(name) ? name : null, p),
            };
        }

        var controlled = (operation.ControlCount, name) switch
        {
            (1, "x") => "cx",
            (1, "cx") or (2, "x") => "ccx",
            (1, "ccx") or (2, "cx") or (3, "x") => "c3x",
            (1, "c3x") or (2, "ccx") or (3, "cx") or (4, "x") => "c4x",
            (3, "sx") or (2, "csx") => "c3sqrtx",
            (1, "y" or "z" or "h" or "sx" or "swap" or "p" or "rx" or "ry" or "rz" or "u1" or "u3") => "c" + name,
            (1, "gphase") => "p",
            (2, "gphase") => "cp",
            _ => null,
        };
        return (operation.ControlCount, name) switch
        {
            (1, "U") => ("cu", [.. p, p[0] / 2]),
            (1, "u") => ("cu", [.. p, 0]),
            (1, "u4") => ("cu", p),
            (1, "u3_su2") => ("cu", [.. p, -(p[1] + p[2]) / 2]),
            (1, "u2_su2") => ("cu", [HalfPi, .. p, -(p[0] + p[1]) / 2]),
            (1, "s" or "sdg" or "t" or "tdg") => ("cp", [name switch { "s" => HalfPi, "sdg" => -HalfPi, "t" => HalfPi / 2, _ => -HalfPi / 2 }]),
            _ => (controlled, p),
        };
    }
}
