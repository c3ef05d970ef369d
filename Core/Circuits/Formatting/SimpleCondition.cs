using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>A condition of the form "bits have a value", which other languages know too.</summary>
internal sealed record SimpleCondition(IReadOnlyList<int> Bits, BigInteger Value)
{
    /// <summary>The condition in that form, or <see langword="null"/> where it has another.</summary>
    public static SimpleCondition? Of(ClassicalExpression expression)
    {
        switch (expression)
        {
            case BitExpression bit:
                return new SimpleCondition([bit.Bit], BigInteger.One);
            case UnaryExpression { Operator: ExpressionOperator.Not } not when Of(not.Operand) is { Bits.Count: 1 } inner:
                return inner with { Value = BigInteger.One - inner.Value };
            case CastExpression { Type.Kind: ClassicalKind.Bool, Operand: RegisterExpression { Bits.Length: 1 } register }:
                return new SimpleCondition(register.Bits, BigInteger.One);
            case BinaryExpression { Operator: ExpressionOperator.Equal } equal:
                return Match(equal.Left, equal.Right) ?? Match(equal.Right, equal.Left);
            case BinaryExpression { Operator: ExpressionOperator.NotEqual } other when (Match(other.Left, other.Right) ?? Match(other.Right, other.Left)) is { Bits.Count: 1 } inner:
                return inner with { Value = BigInteger.One - inner.Value };
            default:
                return null;
        }
    }

    private static SimpleCondition? Match(ClassicalExpression left, ClassicalExpression right)
    {
        if (right is not ConstantExpression { Type.IsIntegral: true } constant)
        {
            return null;
        }

        while (left is CastExpression { Type.IsIntegral: true, From.IsIntegral: true } cast && (cast.Type.Width == 0 || cast.Type.Width > cast.From.Width
            || (cast.Type.Width == cast.From.Width && cast.Type.Kind != ClassicalKind.Int)))
        {
            left = cast.Operand;
        }

        return left switch
        {
            BitExpression bit when constant.Value.Integer >= 0 && constant.Value.Integer <= 1 => new SimpleCondition([bit.Bit], constant.Value.Integer),
            RegisterExpression register => new SimpleCondition(register.Bits, constant.Value.Integer),
            _ => null,
        };
    }
}
