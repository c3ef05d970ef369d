using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Bits of values, and types as written.</summary>
internal sealed partial class ProgramBuilder
{
    private Value EvaluateIndex(IndexSyntax index)
    {
        if (RootOf(index) is { } root && Find(root, out _) is BitSymbol)
        {
            return ResolveBits(index, out var isScalar) is { } places ? Read(places, new ClassicalType(ClassicalKind.Bit, isScalar ? 0 : places.Length), index) : Value.Error;
        }

        if (RootOf(index) is { } qubits && Find(qubits, out _) is QubitSymbol)
        {
            return Refuse("qubit_as_value", $"'{qubits}' is a qubit and has no value; measure it into a bit", index);
        }

        var target = Evaluate(index.Target);
        if (target.IsError)
        {
            return target;
        }

        var width = target.Type.BitCount;
        if (width == 0 || !target.Type.IsIntegral)
        {
            return Refuse("not_indexable", $"a {target.Type} has no bits to index", index);
        }

        if (index.Indices is [not RangeSyntax and not SetSyntax] && Evaluate(index.Indices[0]) is { IsKnown: false, IsError: false, Type.IsInteger: true } place)
        {
            return Value.Of(ClassicalType.Bit, new BitOfExpression(target.ToExpression(), target.Type, place.RunTime!));
        }

        if (Select(index, width) is not { } chosen)
        {
            return Value.Error;
        }

        var isBit = index.Indices is [not RangeSyntax and not SetSyntax];
        var type = new ClassicalType(ClassicalKind.Bit, isBit ? 0 : chosen.Length);
        if (target.IsKnown)
        {
            var word = BigInteger.Zero;
            for (var i = chosen.Length - 1; i >= 0; i--)
            {
                word = (word << 1) | ((target.Known.Integer >> chosen[i]) & 1);
            }

            return Value.Of(type, ClassicalValue.Of(word), target.IsConstant);
        }

        if (isBit)
        {
            return Value.Of(type, BitOf(target, chosen[0]));
        }

        ClassicalExpression? all = null;
        for (var i = 0; i < chosen.Length; i++)
        {
            ClassicalExpression part = new CastExpression(BitOf(target, chosen[i]), ClassicalType.Bit, type);
            part = i == 0 ? part : new BinaryExpression(ExpressionOperator.ShiftLeft, part, type, new ConstantExpression(ClassicalValue.Of(new BigInteger(i)), ClassicalType.Literal),
                ClassicalType.Literal, type);
            all = all is null ? part : new BinaryExpression(ExpressionOperator.BitOr, all, type, part, type, type);
        }

        return all is null ? Value.Of(type, ClassicalValue.Of(BigInteger.Zero), false) : Value.Of(type, all);
    }

    private static ClassicalExpression BitOf(Value value, int index) => value.RunTime is RegisterExpression register
        ? new BitExpression(register.Bits[index])
        : new BitOfExpression(value.ToExpression(), value.Type, new ConstantExpression(ClassicalValue.Of(new BigInteger(index)), ClassicalType.Literal));

    private static string? RootOf(ExpressionSyntax expression)
    {
        while (expression is IndexSyntax index)
        {
            expression = index.Target;
        }

        return (expression as NameSyntax)?.Name;
    }

    private ClassicalType TypeOf(TypeSyntax type)
    {
        switch (type.Kind)
        {
            case TokenKind.Bool: return ClassicalType.Bool;
            case TokenKind.Complex: return ClassicalType.Complex;
            case TokenKind.Duration: return ClassicalType.Duration;
            case TokenKind.Stretch or TokenKind.Array:
                Refuse("unsupported", $"'{(type.Kind == TokenKind.Array ? "array" : "stretch")}' is not supported", type);
                return ClassicalType.Error;
        }

        var width = 0;
        if (type.Size is { } size)
        {
            if (Size(size, type.Kind == TokenKind.Bit ? "a register size" : "a width") is not { } given)
            {
                return ClassicalType.Error;
            }

            if (given > options.MaximumWidth && type.Kind != TokenKind.Bit)
            {
                throw diagnostics.Limit("width", $"a type has more than {options.MaximumWidth} bits", size.Start, size.Stop);
            }

            width = given;
        }

        switch (type.Kind)
        {
            case TokenKind.Bit: return new ClassicalType(ClassicalKind.Bit, width);
            case TokenKind.Int: return new ClassicalType(ClassicalKind.Int, width == 0 ? ClassicalType.DefaultWidth : width);
            case TokenKind.Uint: return new ClassicalType(ClassicalKind.UInt, width == 0 ? ClassicalType.DefaultWidth : width);
            case TokenKind.Angle: return new ClassicalType(ClassicalKind.Angle, width);
            default:
                return width is 0 or 16 or 32 or 64 ? new ClassicalType(ClassicalKind.Float, width == 0 ? 64 : width)
                    : Refuse("unsupported_width", $"float[{width}] is not supported", type, "float[16], float[32] and float[64] are").Type;
        }
    }

    /// <summary>A constant positive integer.</summary>
    private int? Size(ExpressionSyntax expression, string what)
    {
        var value = Evaluate(expression);
        if (value.IsError)
        {
            return null;
        }

        if (IsVersion2 && value.IsKnown && value.Known.IsReal && value.Known.Real == Math.Floor(value.Known.Real))
        {
            value = Converted(value, ClassicalType.Literal);
        }

        if (!value.IsConstant || !value.Type.IsInteger)
        {
            Refuse("not_constant", value.Type.IsInteger ? $"{what} must be a constant" : $"{what} must be an integer", expression);
            return null;
        }

        if (value.Known.Integer <= 0)
        {
            Refuse("bad_size", $"{what} must be at least 1", expression);
            return null;
        }

        return value.Known.Integer > int.MaxValue ? int.MaxValue : (int)value.Known.Integer;
    }
}
