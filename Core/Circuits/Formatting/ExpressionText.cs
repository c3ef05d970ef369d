using System.Globalization;
using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>Run-time expressions as OpenQASM 3.</summary>
internal static class ExpressionText
{
    public static string Of(ClassicalExpression expression, NameTable names) => expression switch
    {
        ConstantExpression constant => Of(constant.Value, constant.Type),
        BitExpression bit => names.Bit(bit.Bit),
        RegisterExpression register => names.Register(register),
        VariableExpression variable => names.Variables[variable.Variable],
        UnaryExpression unary => $"{(unary.Operator switch { ExpressionOperator.Not => "!", ExpressionOperator.Complement => "~", _ => "-" })}({Of(unary.Operand, names)})",
        BinaryExpression binary => $"({Of(binary.Left, names)} {Symbol(binary.Operator)} {Of(binary.Right, names)})",
        CastExpression cast => $"{cast.Type}({Of(cast.Operand, names)})",
        BitOfExpression bit => $"{(bit.Operand is VariableExpression ? Of(bit.Operand, names) : $"({Of(bit.Operand, names)})")}[{Of(bit.Index, names)}]",
        FunctionExpression call => $"{call.Name}({string.Join(", ", call.Arguments.Select(argument => Of(argument, names)))})",
        _ => throw new NotSupportedException($"An expression of type {expression.GetType().Name} has no text."),
    };

    /// <summary>A double so that it is read back as the same one.</summary>
    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private static string Of(ClassicalValue value, ClassicalType type) => type.Kind switch
    {
        ClassicalKind.Bool => value.IsTrue ? "true" : "false",
        ClassicalKind.Bit when type.Width == 0 => value.IsTrue ? "bit(1)" : "bit(0)",
        ClassicalKind.Bit => Bits(value.Integer, type.Width),
        ClassicalKind.Int when type.Width == 0 => value.Integer.ToString(CultureInfo.InvariantCulture),
        ClassicalKind.Int or ClassicalKind.UInt => $"{type}({value.Integer.ToString(CultureInfo.InvariantCulture)})",
        ClassicalKind.Angle when type.Width > 0 => $"{type}({Bits(value.Integer, type.Width)})",
        ClassicalKind.Float when type.Width == 64 => Of(value.Real),
        _ => $"{type}({Of(value.AsReal)})",
    };

    private static string Bits(BigInteger value, int width)
    {
        var characters = new char[width];
        for (var i = 0; i < width; i++)
        {
            characters[width - 1 - i] = ((value >> i) & 1).IsZero ? '0' : '1';
        }

        return $"\"{new string(characters)}\"";
    }

    private static string Symbol(ExpressionOperator op) => op switch
    {
        ExpressionOperator.Add => "+",
        ExpressionOperator.Subtract => "-",
        ExpressionOperator.Multiply => "*",
        ExpressionOperator.Divide => "/",
        ExpressionOperator.Remainder => "%",
        ExpressionOperator.Power => "**",
        ExpressionOperator.BitAnd => "&",
        ExpressionOperator.BitOr => "|",
        ExpressionOperator.BitXor => "^",
        ExpressionOperator.ShiftLeft => "<<",
        ExpressionOperator.ShiftRight => ">>",
        ExpressionOperator.Equal => "==",
        ExpressionOperator.NotEqual => "!=",
        ExpressionOperator.Less => "<",
        ExpressionOperator.LessOrEqual => "<=",
        ExpressionOperator.Greater => ">",
        ExpressionOperator.GreaterOrEqual => ">=",
        ExpressionOperator.And => "&&",
        _ => "||",
    };
}
