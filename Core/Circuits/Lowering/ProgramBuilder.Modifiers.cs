using System.Collections.Immutable;
using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    /// <summary>A modifier with its argument known: controls on a state, an inverse, or a power.</summary>
    private readonly record struct Modifier(int Controls, bool State, bool IsInverse, double Power, BigInteger? WholePower, SyntaxNode Node);

    private Modifier[]? EvaluateModifiers(ModifierSyntax[] modifiers)
    {
        var result = new Modifier[modifiers.Length];
        var isWell = true;
        var controls = 0L;
        for (var i = 0; i < modifiers.Length; i++)
        {
            var modifier = modifiers[i];
            switch (modifier.Kind)
            {
                case TokenKind.Inv:
                    result[i] = new Modifier(0, false, true, 0, null, modifier);
                    break;
                case TokenKind.Pow:
                    isWell &= EvaluatePower(modifier, out result[i]);
                    break;
                default:
                    var count = modifier.Argument is null ? 1 : Size(modifier.Argument, "a control count");
                    controls += count ?? 0;
                    if (controls > options.MaximumQubits)
                    {
                        throw TooManyQubits(modifier);
                    }

                    isWell &= count is not null;
                    result[i] = new Modifier(count ?? 0, modifier.Kind == TokenKind.Ctrl, false, 0, null, modifier);
                    break;
            }
        }

        return isWell ? result : null;
    }

    private bool EvaluatePower(ModifierSyntax syntax, out Modifier modifier)
    {
        modifier = new Modifier(0, false, false, 1, 1, syntax);
        var value = Evaluate(syntax.Argument!);
        if (value.IsError)
        {
            return false;
        }

        if (value.Type.Kind is not (ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Float or ClassicalKind.Angle))
        {
            Refuse("type_mismatch", $"an exponent is a number, not a {value.Type}", syntax.Argument!);
            return false;
        }

        if (!value.IsKnown)
        {
            if (dry == 0)
            {
                Refuse("not_at_run_time", "an exponent must be known before the program runs", syntax.Argument!);
            }

            return dry > 0;
        }

        var real = value.AsReal;
        if (!double.IsFinite(real))
        {
            Refuse("no_value", "an exponent must be finite", syntax.Argument!);
            return false;
        }

        BigInteger? whole = value.Type.IsInteger ? value.Known.Integer : real == Math.Floor(real) ? new BigInteger(real) : null;
        modifier = modifier with { Power = real, WholePower = whole };
        return true;
    }

    private void ExpandModified(GateSymbol gate, Value[] parameters, int[] qubits, Modifier[] modifiers, GateCallSyntax call)
    {
        var controls = modifiers.Sum(modifier => modifier.Controls);
        var outer = sink;
        sink = [];
        Expand(gate, parameters, qubits[controls..], call, null);
        var applications = sink;
        sink = outer;
        var next = controls;
        for (var i = modifiers.Length - 1; i >= 0 && applications is not null; i--)
        {
            var modifier = modifiers[i];
            if (modifier.Controls > 0)
            {
                next -= modifier.Controls;
                applications = Control(applications, qubits.AsSpan(next, modifier.Controls), modifier.State);
            }
            else
            {
                applications = modifier.IsInverse ? Invert(applications) : RaiseToPower(applications, modifier, call);
            }
        }

        foreach (var application in applications ?? [])
        {
            EmitGate(application, call);
        }
    }

    private static List<GateApplication> Control(List<GateApplication> applications, ReadOnlySpan<int> controls, bool state)
    {
        ImmutableArray<int> added = [.. controls];
        return applications.ConvertAll(application =>
        {
            if (application.Gate is null)
            {
                return application with { Qubits = [.. added, .. application.Qubits] };
            }

            var states = application.ControlStates;
            if (!state || !states.IsEmpty)
            {
                var own = states.IsEmpty ? Enumerable.Repeat(true, application.ControlCount) : states;
                states = [.. Enumerable.Repeat(state, added.Length), .. own];
            }

            return application with { ControlCount = application.ControlCount + added.Length, ControlStates = states, Qubits = [.. added, .. application.Qubits] };
        });
    }

    private static List<GateApplication> Invert(List<GateApplication> applications)
    {
        var inverted = applications.ConvertAll(Inverted);
        inverted.Reverse();
        return inverted;
    }

    private static GateApplication Inverted(GateApplication application)
    {
        if (application.Gate is not { } gate)
        {
            return application;
        }

        var inverse = GateCatalog.Inverse(gate);
        if (inverse.Gate.Name == GateCatalog.UnitaryName && gate.Target is { } target)
        {
            var states = application.ControlStates.IsEmpty ? application.ControlStates
                : [.. application.ControlStates, .. Enumerable.Repeat(true, gate.IntrinsicControls)];
            return Inverted(application with { Gate = target, ControlCount = application.ControlCount + gate.IntrinsicControls, ControlStates = states });
        }

        return application with
        {
            Gate = inverse.Gate,
            Parameters = inverse.Apply(application.Parameters.AsSpan()),
            RunTimeParameters = application.RunTimeParameters.IsEmpty ? [] : [.. inverse.Sources.Select((source, i) =>
                Affine(application.RunTimeParameters[source], inverse.Signs[i], inverse.Offsets[i]))],
        };
    }

    private static ClassicalExpression Affine(ClassicalExpression value, double factor, double offset)
    {
        var scaled = factor == 1 ? value
            : new BinaryExpression(ExpressionOperator.Multiply, RealConstant(factor), ClassicalType.Float, value, ClassicalType.Float, ClassicalType.Float);
        return offset == 0 ? scaled
            : new BinaryExpression(ExpressionOperator.Add, scaled, ClassicalType.Float, RealConstant(offset), ClassicalType.Float, ClassicalType.Float);
    }

    private static ConstantExpression RealConstant(double value) => new(ClassicalValue.Of(value), ClassicalType.Float);

    private List<GateApplication>? RaiseToPower(List<GateApplication> applications, Modifier modifier, GateCallSyntax call)
    {
        if (applications.Count == 0)
        {
            return applications;
        }

        if (modifier.WholePower is not { } power)
        {
            return FractionalPower(applications, modifier.Power, call);
        }

        if (power.IsZero)
        {
            return [];
        }

        if (applications is [{ Gate: { } gate } single])
        {
            if (GateInverses.IsSelfInverse(gate))
            {
                return power.IsEven ? [] : applications;
            }

            if (GateInverses.IsRotation(gate))
            {
                var factor = (double)power;
                return [single with
                {
                    Parameters = [single.Parameters[0] * factor],
                    RunTimeParameters = single.RunTimeParameters.IsEmpty ? [] : [Affine(single.RunTimeParameters[0], factor, 0)],
                }];
            }

            if (GateInverses.EighthTurns(gate) is var eighths and > 0 && !power.IsOne)
            {
                // One phase, not a gate again and again: pow(2) @ t is a Clifford gate, two t aren't.
                var turns = (int)(((power * eighths % 8) + 8) % 8);
                return turns == 0 ? [] : [single with { Gate = GateCatalog.Get(gate.QubitCount == 1 ? "p" : "cp"), Parameters = [turns * Math.PI / 4] }];
            }

            if (single.RunTimeParameters.IsEmpty && BigInteger.Abs(power) > 8)
            {
                return [UnitaryPower.Whole(single, power)];
            }
        }

        if (BigInteger.Abs(power) * applications.Count > options.MaximumOperations - number)
        {
            throw TooManyOperations(modifier.Node);
        }

        var one = power < 0 ? Invert(applications) : applications;
        var result = new List<GateApplication>(one.Count * (int)BigInteger.Abs(power));
        for (var i = 0; i < BigInteger.Abs(power); i++)
        {
            Step(call);
            result.AddRange(one);
        }

        return result;
    }

    private List<GateApplication>? FractionalPower(List<GateApplication> applications, double power, GateCallSyntax call)
    {
        if (applications.Any(application => !application.RunTimeParameters.IsEmpty))
        {
            Refuse("not_at_run_time", "a fractional power needs parameters that are known before the program runs", call.Name);
            return null;
        }

        var gates = applications.Where(application => application.Gate is not null).ToList();
        Step(call, 16);
        if (gates is [{ Gate.QubitCount: <= GateCatalog.MaximumUnitaryQubits } single])
        {
            return [UnitaryPower.Fractional(single, power)];
        }

        var qubits = gates.SelectMany(application => application.Qubits).Distinct().ToArray();
        if (qubits.Length > GateCatalog.MaximumUnitaryQubits)
        {
            throw diagnostics.Limit("power_qubits", $"a fractional power of a gate on more than {GateCatalog.MaximumUnitaryQubits} qubits is not supported", call.Name.Start, call.Name.Stop);
        }

        Step(call, (gates.Count << (2 * qubits.Length)) + (1 << (3 * qubits.Length) >> 2));
        return qubits.Length == 0 ? [UnitaryPower.OfPhases(gates, power)] : [UnitaryPower.Fractional(gates, qubits, power)];
    }
}
