using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private int gateDepth;

    private void DefineGate(GateDefinitionSyntax definition)
    {
        foreach (var list in new[] { definition.Parameters, definition.Qubits })
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in list.Where(name => !names.Add(name.Name)))
            {
                Refuse("redeclared", $"{(list == definition.Qubits ? "qubit" : "parameter")} '{name.Name}' is named twice", name);
            }
        }

        var annotated = AnnotatedGate(definition, out var matrix);
        if (annotated is not null)
        {
            Declare(new GateSymbol(definition.Name.Name, annotated, null) { Matrix = matrix }, definition.Name);
            return;
        }

        var symbol = new GateSymbol(definition.Name.Name, null, definition);
        if (!Declare(symbol, definition.Name))
        {
            return;
        }

        var isEmptyBefore = diagnostics.IsEmpty;
        using (Nest(true))
        {
            foreach (var parameter in definition.Parameters)
            {
                scope.Symbols.TryAdd(parameter.Name, new VariableSymbol(parameter.Name, ClassicalType.Angle, false, Here));
            }

            for (var i = 0; i < definition.Qubits.Length; i++)
            {
                scope.Symbols.TryAdd(definition.Qubits[i].Name, new QubitSymbol(definition.Qubits[i].Name, [-1 - i], true, true));
            }

            dry++;
            gateDepth++;
            definedDepth = 0;
            LowerStatements(definition.Body);
            gateDepth--;
            dry--;
            symbol.Depth = definedDepth + 1;
            symbol.Template = TemplateCompiler.Compile(definition, name => Find(name, out _), Evaluate, IsVersion2);
            symbol.Least = symbol.Template is { } template ? new LeastExpansion(template.LeafCount, template.OperationCount, false)
                : new LeastExpansion(0, GateWork, false).Then(LeastOf(definition.Body));
        }

        if (symbol.Depth > options.MaximumNesting)
        {
            throw diagnostics.Limit("nesting", $"gates are defined by each other more than {options.MaximumNesting} deep", definition.Name.Start, definition.Name.Stop);
        }

        symbol.IsBroken = isEmptyBefore && !diagnostics.IsEmpty;
        symbol.IsComplete = true;
    }

    private int definedDepth;

    private void LowerGateCall(GateCallSyntax call)
    {
        var symbol = Find(call.Name.Name, out _);
        if (symbol is WordSymbol)
        {
            LowerWord(call);
            return;
        }

        if (symbol is not GateSymbol gate)
        {
            RefuseGate(call, symbol);
            return;
        }

        if (!gate.IsComplete)
        {
            Refuse("recursion", $"gate '{gate.Name}' is used in its own definition", call.Name);
            return;
        }

        definedDepth = Math.Max(definedDepth, gate.Depth);
        if (gate.IsDialect && !IsNativeName(gate.Name))
        {
            isService = true;
            if (gate.Name == "ccnot")
            {
                NoteDialectOnce("dialect_ccnot", "'ccnot' was taken as 'ccx'", call.Name.Start);
            }
        }

        if (IsDialect && gate.Name == "U" && call.Parameters is { Length: 1 })
        {
            NoteDialectOnce("dialect_single_parameter_u", "'U' with one parameter was taken as 'p'", call.Name.Start);
            gate = Libraries.Dialect["p"];
        }

        LowerCall(gate, call, null);
    }

    private static bool IsNativeName(string name) => name is "U" or "gphase";

    private void RefuseGate(GateCallSyntax call, Symbol? symbol)
    {
        switch (symbol)
        {
            case ErrorSymbol:
                break;
            case SubroutineSymbol subroutine:
                Refuse("subroutine_as_gate", $"'{subroutine.Name}' is a subroutine, no gate", call.Name, $"call it as {subroutine.Name}(…)");
                break;
            case null:
                var candidates = Visible(found => found is GateSymbol).Concat(IsVersion2 ? [] : Libraries.Words.Keys);
                var isStandard = !hasInclude && !IsDialect && (IsVersion2 ? Libraries.Qelib1 : Libraries.StdGates).ContainsKey(call.Name.Name);
                Refuse("unknown_gate", $"gate '{call.Name.Name}' is not defined", call.Name,
                    isStandard ? $"include \"{(IsVersion2 ? "qelib1.inc" : "stdgates.inc")}\";" : Suggestions.For(call.Name.Name, candidates));
                global.Symbols.TryAdd(call.Name.Name, new ErrorSymbol(call.Name.Name));
                break;
            default:
                Refuse("not_a_gate", $"'{call.Name.Name}' is no gate", call.Name);
                break;
        }
    }

    /// <summary>A gate on operands that may be registers, under modifiers.</summary>
    private void LowerCall(GateSymbol gate, GateCallSyntax call, string? service)
    {
        var modifiers = EvaluateModifiers(call.Modifiers);
        var given = call.Parameters ?? [];
        var parameters = Array.ConvertAll(given, EvaluateAngle);
        var operands = new int[call.Operands.Length][];
        var scalars = new bool[operands.Length];
        var isWell = modifiers is not null && !parameters.Any(parameter => parameter.IsError);
        for (var i = 0; i < operands.Length; i++)
        {
            if (ResolveQubits(call.Operands[i], out scalars[i]) is { } qubits)
            {
                operands[i] = qubits;
            }
            else
            {
                isWell = false;
            }
        }

        if (given.Length != gate.ParameterCount)
        {
            Refuse("parameter_count", gate.ParameterCount == 0 ? $"{gate.Name} takes no parameters" : $"{gate.Name} takes {Counted(gate.ParameterCount, "parameter")}", call.Name);
            return;
        }

        var controls = modifiers?.Sum(modifier => modifier.Controls) ?? 0;
        if (modifiers is not null && operands.Length != gate.QubitCount + controls)
        {
            Refuse("operand_count", $"{(controls > 0 ? "with its controls " : "")}{gate.Name} takes {Counted(gate.QubitCount + controls, "qubit")}, not {operands.Length}", call.Name);
            return;
        }

        if (!isWell || gate.IsBroken || Instances(call, operands, scalars) is not { } count)
        {
            return;
        }

        if (count >= LeastBroadcast && AreDifferent(operands, scalars, count) && TryBroadcast(gate, parameters, modifiers!, operands, scalars, count, call, service))
        {
            return;
        }

        for (var instance = 0; instance < count; instance++)
        {
            var qubits = new int[operands.Length];
            for (var i = 0; i < qubits.Length; i++)
            {
                qubits[i] = operands[i][scalars[i] ? 0 : instance];
                for (var j = 0; j < i; j++)
                {
                    if (qubits[j] == qubits[i])
                    {
                        if (call.IsControlledWord)
                        {
                            NoteDialectOnce("dialect_controlled_identity", "a gate controlled by its own target was taken as the identity", call.Start);
                        }
                        else
                        {
                            Refuse("same_qubit", $"a gate needs different qubits, and operands {j + 1} and {i + 1} are the same one", call.Operands[i]);
                        }

                        return;
                    }
                }
            }

            if (dry > 0)
            {
                continue;
            }

            if (modifiers!.Length == 0)
            {
                Expand(gate, parameters, qubits, call, service);
            }
            else
            {
                ExpandModified(gate, parameters, qubits, modifiers, call);
            }
        }
    }

    /// <summary>How many times a call acts: the length of its registers, which must agree.</summary>
    private int? Instances(GateCallSyntax call, int[][] operands, bool[] scalars)
    {
        var length = -1;
        for (var i = 0; i < operands.Length; i++)
        {
            if (scalars[i])
            {
                continue;
            }

            if (length >= 0 && operands[i].Length != length)
            {
                Refuse("broadcast", $"registers of {length} and {operands[i].Length} cannot be broadcast together", call.Operands[i]);
                return null;
            }

            length = operands[i].Length;
        }

        return length < 0 ? 1 : length;
    }

    private void Expand(GateSymbol symbol, Value[] parameters, int[] qubits, SyntaxNode node, string? service)
    {
        if (symbol.Gate is { } gate)
        {
            EmitGate(symbol.Matrix is { } matrix
                ? new GateApplication(gate, [.. matrix], [], 0, [], ImmutableCollectionsMarshal.AsImmutableArray(qubits))
                : ApplicationOf(gate, parameters, qubits), node, service);
            return;
        }

        var isKnown = Array.TrueForAll(parameters, parameter => parameter.IsKnown);
        if (symbol.Template is { } template && isKnown)
        {
            if (number + template.OperationCount > options.MaximumOperations)
            {
                throw TooManyOperations(node);
            }

            ExpandTemplate(template, Array.ConvertAll(parameters, parameter => parameter.Known.Real), qubits, node);
            return;
        }

        RefuseTooMuch(symbol.Least, node);
        Step(node, GateWork);
        if (++callDepth > options.MaximumNesting)
        {
            throw diagnostics.Limit("nesting", $"calls stand deeper in each other than {options.MaximumNesting}", node.Start, node.Stop);
        }

        using (Nest(true))
        {
            var definition = symbol.Definition!;
            for (var i = 0; i < parameters.Length; i++)
            {
                scope.Symbols[definition.Parameters[i].Name] = new VariableSymbol(definition.Parameters[i].Name, ClassicalType.Angle, false, Here)
                {
                    Known = Converted(parameters[i], ClassicalType.Angle),
                };
            }

            for (var i = 0; i < qubits.Length; i++)
            {
                scope.Symbols[definition.Qubits[i].Name] = new QubitSymbol(definition.Qubits[i].Name, [qubits[i]], true, true);
            }

            gateDepth++;
            LowerStatements(definition.Body);
            gateDepth--;
        }

        callDepth--;
    }

    private void ExpandTemplate(GateTemplate template, ReadOnlySpan<double> parameters, ReadOnlySpan<int> qubits, SyntaxNode node)
    {
        foreach (var call in template.Calls)
        {
            Step(node);
            var own = new int[call.Qubits.Length];
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = qubits[call.Qubits[i]];
            }

            var values = call.Parameters.Length == 0 ? [] : new double[call.Parameters.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = call.Parameters[i].Evaluate(parameters);
                if (!double.IsFinite(values[i]))
                {
                    Refuse("no_value", "a parameter in the gate's body has no finite value here", node);
                    return;
                }
            }

            if (call.Gate is { Gate: null, Template: { } inner })
            {
                ExpandTemplate(inner, values, own, node);
            }
            else
            {
                EmitGate(new GateApplication(call.Gate?.Gate, ImmutableCollectionsMarshal.AsImmutableArray(values), [], 0, [],
                    ImmutableCollectionsMarshal.AsImmutableArray(own)), node);
            }
        }
    }

    private static GateApplication ApplicationOf(Gate gate, Value[] parameters, int[] qubits)
    {
        var values = ImmutableArray<double>.Empty;
        ImmutableArray<ClassicalExpression> expressions = [];
        if (parameters.Length > 0)
        {
            values = ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(parameters, parameter => parameter.IsKnown ? parameter.Known.Real : 0));
            if (!Array.TrueForAll(parameters, parameter => parameter.IsKnown))
            {
                expressions = [.. parameters.Select(parameter => parameter.ToExpression())];
            }
        }

        return new GateApplication(gate, values, expressions, 0, [], ImmutableCollectionsMarshal.AsImmutableArray(qubits));
    }
}
