using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Brings a gate's body into the form of a <see cref="GateTemplate"/>, where it holds plain calls only.</summary>
internal static class TemplateCompiler
{
    public static GateTemplate? Compile(GateDefinitionSyntax definition, Func<string, Symbol?> find, Func<ExpressionSyntax, Value> evaluate, bool isVersion2)
    {
        var calls = new List<GateTemplate.Call>();
        var count = 0L;
        var leaves = 0L;
        foreach (var statement in definition.Body)
        {
            if (statement is OperandsSyntax { Kind: TokenKind.Barrier, Operands.Length: > 0 } barrier && QubitsOf(barrier.Operands, definition) is { } kept)
            {
                calls.Add(new GateTemplate.Call(null, [], kept));
                count++;
                leaves++;
                continue;
            }

            if (statement is not GateCallSyntax { Modifiers.Length: 0, IsControlledWord: false } call || find(call.Name.Name) is not GateSymbol { IsDialect: false, IsBroken: false, Matrix: null } gate
                || (gate.Gate is null && gate.Template is null) || QubitsOf(call.Operands, definition) is not { } qubits || qubits.Length != gate.QubitCount)
            {
                return null;
            }

            var given = call.Parameters ?? [];
            var parameters = new GateTemplate.Formula[given.Length];
            for (var i = 0; i < given.Length; i++)
            {
                if (FormulaOf(given[i], definition, evaluate, isVersion2) is not { } formula)
                {
                    return null;
                }

                parameters[i] = formula;
            }

            if (parameters.Length != gate.ParameterCount)
            {
                return null;
            }

            calls.Add(new GateTemplate.Call(gate, parameters, qubits));
            count = Math.Min(count + (gate.Template?.OperationCount ?? 0) + 1, long.MaxValue / 4);
            leaves = Math.Min(leaves + (gate.Template?.LeafCount ?? 1), long.MaxValue / 4);
        }

        return new GateTemplate([.. calls], count, leaves);
    }

    private static int[]? QubitsOf(ExpressionSyntax[] operands, GateDefinitionSyntax definition)
    {
        var qubits = new int[operands.Length];
        for (var i = 0; i < qubits.Length; i++)
        {
            qubits[i] = operands[i] is NameSyntax name ? Array.FindIndex(definition.Qubits, qubit => qubit.Name == name.Name) : -1;
            if (qubits[i] < 0 || Array.IndexOf(qubits, qubits[i], 0, i) >= 0)
            {
                return null;
            }
        }

        return qubits;
    }

    private static GateTemplate.Formula? FormulaOf(ExpressionSyntax expression, GateDefinitionSyntax definition, Func<ExpressionSyntax, Value> evaluate, bool isVersion2)
    {
        if (!Mentions(expression, definition))
        {
            var value = evaluate(expression);
            return value.IsError || !value.IsKnown || value.Type.Kind is not (Expressions.ClassicalKind.Int or Expressions.ClassicalKind.UInt
                or Expressions.ClassicalKind.Float or Expressions.ClassicalKind.Angle) ? null : new GateTemplate.Constant(value.AsReal);
        }

        switch (expression)
        {
            case NameSyntax name:
                return new GateTemplate.Parameter(Array.FindIndex(definition.Parameters, parameter => parameter.Name == name.Name));
            case UnarySyntax { Operator: TokenKind.Minus } unary:
                return FormulaOf(unary.Operand, definition, evaluate, isVersion2) is { } operand ? new GateTemplate.Unary("-", operand) : null;
            case CallSyntax { Arguments.Length: 1, Name: "sin" or "cos" or "tan" or "exp" or "ln" or "log" or "sqrt" } call:
                return FormulaOf(call.Arguments[0], definition, evaluate, isVersion2) is { } argument ? new GateTemplate.Unary(call.Name, argument) : null;
            case BinarySyntax binary:
                var op = binary.Operator switch { TokenKind.Plus => '+', TokenKind.Minus => '-', TokenKind.Star => '*', TokenKind.Slash => '/', TokenKind.Power => '^', _ => '?' };
                return op == '?' || FormulaOf(binary.Left, definition, evaluate, isVersion2) is not { } left || FormulaOf(binary.Right, definition, evaluate, isVersion2) is not { } right
                    ? null : new GateTemplate.Binary(op, left, right);
            default:
                return null;
        }
    }

    private static bool Mentions(ExpressionSyntax expression, GateDefinitionSyntax definition) => expression switch
    {
        NameSyntax name => definition.Parameters.Any(parameter => parameter.Name == name.Name),
        UnarySyntax unary => Mentions(unary.Operand, definition),
        BinarySyntax binary => Mentions(binary.Left, definition) || Mentions(binary.Right, definition),
        CallSyntax call => call.Arguments.Any(argument => Mentions(argument, definition)),
        LiteralSyntax => false,
        _ => true,
    };
}
