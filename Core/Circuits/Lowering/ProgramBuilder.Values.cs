using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private static readonly Dictionary<string, double> Constants = new(StringComparer.Ordinal)
    {
        ["pi"] = Math.PI,
        ["π"] = Math.PI,
        ["tau"] = Math.Tau,
        ["τ"] = Math.Tau,
        ["euler"] = Math.E,
        ["ℇ"] = Math.E,
    };

    private Value Evaluate(ExpressionSyntax expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw diagnostics.Limit("nesting", "expressions stand too deep in each other", expression.Start, expression.Stop);
        }

        try
        {
            return expression switch
            {
                LiteralSyntax literal => EvaluateLiteral(literal),
                NameSyntax name => EvaluateName(name),
                BinarySyntax binary => EvaluateBinary(binary),
                UnarySyntax unary => EvaluateUnary(unary),
                CallSyntax call => EvaluateCall(call),
                CastSyntax cast => EvaluateCast(cast),
                IndexSyntax index => EvaluateIndex(index),
                HardwareQubitSyntax => Refuse("qubit_as_value", "a qubit has no value; measure it into a bit", expression),
                DurationOfSyntax => Refuse("unsupported", "'durationof' is not supported: no durations are known", expression),
                MeasureSyntax => Refuse("measure_in_expression", "a measurement is no part of an expression", expression),
                _ => Refuse("syntax", "a single value is needed here, not a range or set", expression),
            };
        }
        catch (ClassicalEvaluationException exception)
        {
            return Refuse("no_value", exception.Message, expression);
        }
    }

    private Value Refuse(string code, string message, SyntaxNode node, string? suggestion = null)
    {
        diagnostics.Report(code, message, node, suggestion);
        return Value.Error;
    }

    private Value EvaluateLiteral(LiteralSyntax literal) => literal.Kind switch
    {
        LiteralKind.Integer when IsVersion2 => Value.Of(ClassicalType.Float, ClassicalValue.Of((double)literal.Integer), true),
        LiteralKind.Integer => Value.Of(ClassicalType.Literal, ClassicalValue.Of(literal.Integer), true),
        LiteralKind.Real => Value.Of(ClassicalType.Float, ClassicalValue.Of(literal.Real), true),
        LiteralKind.Bool => Value.Of(ClassicalType.Bool, ClassicalValue.Of(literal.Integer), true),
        LiteralKind.Bits => Value.Of(new ClassicalType(ClassicalKind.Bit, literal.Width), ClassicalValue.Of(literal.Integer), true),
        LiteralKind.Duration => literal.Width == 1 ? Refuse("unsupported", "a duration in dt can stand in a delay only", literal)
            : Value.Of(ClassicalType.Duration, ClassicalValue.Of(literal.Real), true),
        _ => new Value(ClassicalType.Complex, default, null, true, new Complex(0, literal.Real)),
    };

    private Value EvaluateName(NameSyntax name)
    {
        switch (Find(name.Name, out var isHidden))
        {
            case VariableSymbol variable:
                return Read(variable);
            case BitSymbol register:
                return Read(register.Bits, register.Type, name);
            case QubitSymbol:
                return Refuse("qubit_as_value", $"'{name.Name}' is a qubit and has no value; measure it into a bit", name);
            case ErrorSymbol:
                return Value.Error;
            case null when Constants.TryGetValue(name.Name, out var constant) && (!IsVersion2 || name.Name == "pi"):
                return Value.Of(ClassicalType.Float, ClassicalValue.Of(constant), true);
            case null:
                ReportUnknown(name, name.Name, isHidden, symbol => symbol is VariableSymbol or BitSymbol);
                return Value.Error;
            default:
                return Refuse("no_value", $"'{name.Name}' is the name of a gate or subroutine and has no value", name);
        }
    }

    private Value Read(VariableSymbol variable)
    {
        if (variable.Known is { } known && (dry == 0 || variable.IsConstant))
        {
            return known with { IsConstant = variable.IsConstant };
        }

        return dry > 0 ? Value.UnknownOf(variable.Type) : Value.Of(variable.Type, new VariableExpression(variable.Slot, variable.Type));
    }

    private Value Read(int[] places, ClassicalType type, SyntaxNode node)
    {
        if (dry > 0)
        {
            return Value.UnknownOf(type);
        }

        if (places.Length > options.MaximumWidth)
        {
            throw diagnostics.Limit("width", $"a register of more than {options.MaximumWidth} bits can't be read as one value", node.Start, node.Stop);
        }

        Step(node, places.Length >> 2);
        var word = BigInteger.Zero;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            var known = bits[places[i]].Known;
            if (known < 0)
            {
                return Value.Of(type, type.Width == 0 ? new BitExpression(places[0]) : ReadMixed(places));
            }

            word = (word << 1) | known;
        }

        return Value.Of(type, ClassicalValue.Of(word), false);
    }

    /// <summary>A register of which some bits must be read in a run; hidden ones that are known are written first, so that they can be.</summary>
    private RegisterExpression ReadMixed(int[] places)
    {
        foreach (var place in places)
        {
            if (bits[place] is { Known: >= 0, IsDeclared: false })
            {
                EmitAssign(place, null, ConstantBit(bits[place].Known == 1), null, new NameSyntax(0, 0, ""));
                bits[place] = bits[place] with { Known = -1 };
            }
        }

        return new RegisterExpression([.. places]);
    }

    private Value EvaluateBinary(BinarySyntax binary)
    {
        var left = Evaluate(binary.Left);
        var right = Evaluate(binary.Right);
        return left.IsError || right.IsError ? Value.Error : Binary(OperatorOf(binary.Operator), left, right, binary);
    }

    private static ExpressionOperator OperatorOf(TokenKind kind) => kind switch
    {
        TokenKind.Plus => ExpressionOperator.Add,
        TokenKind.Minus => ExpressionOperator.Subtract,
        TokenKind.Star => ExpressionOperator.Multiply,
        TokenKind.Slash => ExpressionOperator.Divide,
        TokenKind.Percent => ExpressionOperator.Remainder,
        TokenKind.Power => ExpressionOperator.Power,
        TokenKind.Ampersand => ExpressionOperator.BitAnd,
        TokenKind.Pipe => ExpressionOperator.BitOr,
        TokenKind.Caret => ExpressionOperator.BitXor,
        TokenKind.ShiftLeft => ExpressionOperator.ShiftLeft,
        TokenKind.ShiftRight => ExpressionOperator.ShiftRight,
        TokenKind.Equal => ExpressionOperator.Equal,
        TokenKind.NotEqual => ExpressionOperator.NotEqual,
        TokenKind.Less => ExpressionOperator.Less,
        TokenKind.LessEqual => ExpressionOperator.LessOrEqual,
        TokenKind.Greater => ExpressionOperator.Greater,
        TokenKind.GreaterEqual => ExpressionOperator.GreaterOrEqual,
        TokenKind.AndAnd => ExpressionOperator.And,
        _ => ExpressionOperator.Or,
    };

    private Value Binary(ExpressionOperator op, Value left, Value right, SyntaxNode node)
    {
        var type = Arithmetic.ResultOf(op, left.Type, right.Type);
        if (type.Kind == ClassicalKind.Error)
        {
            return Refuse("type_mismatch", $"this operator doesn't take {left.Type} and {right.Type}", node);
        }

        var isConstant = left.IsConstant && right.IsConstant;
        if (op is ExpressionOperator.And or ExpressionOperator.Or && (left.IsKnown || right.IsKnown))
        {
            var (known, other) = left.IsKnown ? (left, right) : (right, left);
            if (known.Known.IsTrue == (op == ExpressionOperator.Or))
            {
                return Value.Of(ClassicalType.Bool, ClassicalValue.Of(known.Known.IsTrue), isConstant);
            }

            return Converted(other, ClassicalType.Bool) with { IsConstant = isConstant };
        }

        if (op is ExpressionOperator.And or ExpressionOperator.Or)
        {
            (left, right) = (Converted(left, ClassicalType.Bool), Converted(right, ClassicalType.Bool));
        }

        if (left.Type.Kind == ClassicalKind.Complex || right.Type.Kind == ClassicalKind.Complex)
        {
            return ComplexBinary(op, left, right, type, isConstant, node);
        }

        return left.IsKnown && right.IsKnown
            ? Value.Of(type, Arithmetic.Apply(op, left.Known, left.Type, right.Known, right.Type, type), isConstant)
            : Value.Of(type, new BinaryExpression(op, left.ToExpression(), left.Type, right.ToExpression(), right.Type, type));
    }

    private Value ComplexBinary(ExpressionOperator op, Value left, Value right, ClassicalType type, bool isConstant, SyntaxNode node)
    {
        if (!left.IsKnown || !right.IsKnown)
        {
            return Refuse("not_at_run_time", "a complex number can't follow from measured bits", node);
        }

        var (a, b) = (left.ToComplex(), right.ToComplex());
        return op switch
        {
            ExpressionOperator.Equal => Value.Of(ClassicalType.Bool, ClassicalValue.Of(a == b), isConstant),
            ExpressionOperator.NotEqual => Value.Of(ClassicalType.Bool, ClassicalValue.Of(a != b), isConstant),
            ExpressionOperator.Divide when b == Complex.Zero => throw new ClassicalEvaluationException("division by zero"),
            _ => new Value(type, default, null, isConstant, op switch
            {
                ExpressionOperator.Add => a + b,
                ExpressionOperator.Subtract => a - b,
                ExpressionOperator.Multiply => a * b,
                ExpressionOperator.Divide => a / b,
                _ => Complex.Pow(a, b),
            }),
        };
    }

    private Value EvaluateUnary(UnarySyntax unary)
    {
        var operand = Evaluate(unary.Operand);
        if (operand.IsError || unary.Operator == TokenKind.Plus)
        {
            return operand;
        }

        var op = unary.Operator switch { TokenKind.Minus => ExpressionOperator.Negate, TokenKind.Exclamation => ExpressionOperator.Not, _ => ExpressionOperator.Complement };
        if (operand.Type.Kind == ClassicalKind.Complex && op == ExpressionOperator.Negate)
        {
            return operand with { Complex = -operand.Complex };
        }

        if (op == ExpressionOperator.Negate && operand.Type.Kind is ClassicalKind.Bool or ClassicalKind.Bit)
        {
            operand = Converted(operand, new ClassicalType(ClassicalKind.Int, ClassicalType.DefaultWidth));
        }

        var type = Arithmetic.ResultOf(op, operand.Type);
        operand = op == ExpressionOperator.Not && type.Kind != ClassicalKind.Error ? Converted(operand, ClassicalType.Bool) : operand;
        return type.Kind == ClassicalKind.Error ? Refuse("type_mismatch", $"this operator doesn't take {operand.Type}", unary)
            : operand.IsKnown ? Value.Of(type, Arithmetic.Apply(op, operand.Known, operand.Type), operand.IsConstant)
            : Value.Of(type, new UnaryExpression(op, operand.RunTime!, operand.Type));
    }

    private Value EvaluateCast(CastSyntax cast)
    {
        var operand = Evaluate(cast.Operand);
        var type = TypeOf(cast.Type);
        return operand.IsError || type.Kind == ClassicalKind.Error ? Value.Error : ConvertTo(operand, type, cast);
    }

    /// <summary>A value in another type, or an error where it can't be brought there.</summary>
    private Value ConvertTo(Value value, ClassicalType type, SyntaxNode node)
    {
        if (value.IsError || type.Kind == ClassicalKind.Error)
        {
            return Value.Error;
        }

        if (type.Kind == ClassicalKind.Void || value.Type.Kind == ClassicalKind.Void || !Arithmetic.CanConvert(value.Type, type))
        {
            return value.Type.IsRegister && type.IsRegister
                ? Refuse("size_mismatch", $"{value.Type.Width} bits do not fit a register of {type.Width}", node)
                : Refuse("type_mismatch", $"a {value.Type} can't be used as {type}", node);
        }

        return Converted(value, type);
    }

    private static Value Converted(Value value, ClassicalType type)
    {
        if (value.Type == type)
        {
            return value;
        }

        if (type.Kind == ClassicalKind.Complex)
        {
            return new Value(type, default, null, value.IsConstant, value.ToComplex());
        }

        if (value.IsKnown)
        {
            return Value.Of(type, Arithmetic.Convert(value.Known, value.Type, type), value.IsConstant);
        }

        var isSameBit = (type == ClassicalType.Bool && value.Type == ClassicalType.Bit) || (type == ClassicalType.Bit && value.Type == ClassicalType.Bool);
        return Value.Of(type, isSameBit ? value.RunTime! : new CastExpression(value.RunTime!, value.Type, type));
    }

    private Value EvaluateCall(CallSyntax call)
    {
        var symbol = Find(call.Name, out _);
        if (symbol is SubroutineSymbol subroutine)
        {
            return Invoke(subroutine, call, null);
        }

        if (symbol is ErrorSymbol)
        {
            return Value.Error;
        }

        if (Array.IndexOf(Functions.Names, call.Name) < 0 || (IsVersion2 && call.Name is not ("sin" or "cos" or "tan" or "exp" or "ln" or "sqrt")))
        {
            return call.Name == "sizeof" ? Refuse("unsupported", "'sizeof' needs an array, and arrays are not supported", call)
                : Refuse("unknown_function", symbol is null ? $"'{call.Name}' is not defined" : $"'{call.Name}' is no function",
                    new NameSyntax(call.Start, call.Start + call.Name.Length, call.Name), Suggestions.For(call.Name, Functions.Names));
        }

        if (call.Arguments.Length != Functions.ArgumentCount(call.Name))
        {
            return Refuse("argument_count", $"{call.Name} takes {Functions.ArgumentCount(call.Name)} argument{(Functions.ArgumentCount(call.Name) == 1 ? "" : "s")}", call);
        }

        var values = Array.ConvertAll(call.Arguments, Evaluate);
        if (values.Any(value => value.IsError))
        {
            return Value.Error;
        }

        return ApplyFunction(call.Name, values, call);
    }

    private Value ApplyFunction(string name, Value[] values, SyntaxNode node)
    {
        var types = Array.ConvertAll(values, value => value.Type);
        var type = Functions.ResultOf(name, types);
        if (type.Kind == ClassicalKind.Error)
        {
            return Refuse("type_mismatch", $"{name} doesn't take {string.Join(" and ", types)}", node);
        }

        var isConstant = values.All(value => value.IsConstant);
        if (types[0].Kind == ClassicalKind.Complex || (types.Length > 1 && types[1].Kind == ClassicalKind.Complex))
        {
            if (name is "pow")
            {
                return new Value(type, default, null, isConstant, Complex.Pow(values[0].ToComplex(), values[1].ToComplex()));
            }

            var result = Functions.Apply(name, values[0].ToComplex());
            return type.Kind == ClassicalKind.Complex ? new Value(type, default, null, isConstant, result) : Value.Of(type, ClassicalValue.Of(result.Real), isConstant);
        }

        return values.All(value => value.IsKnown)
            ? Value.Of(type, Functions.Apply(name, Array.ConvertAll(values, value => value.Known), types, type), isConstant)
            : Value.Of(type, new FunctionExpression(name, [.. values.Select(value => value.ToExpression())], [.. types], type));
    }
}
