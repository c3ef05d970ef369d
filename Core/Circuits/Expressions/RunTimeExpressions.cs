using System.Collections.Immutable;
using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Expressions;

/// <summary>A value that is the same in every run.</summary>
internal sealed record ConstantExpression(ClassicalValue Value, ClassicalType Type) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => Value;

    public override void CollectBits(ISet<int> bits)
    {
    }

    public override void CollectVariables(ISet<int> variables)
    {
    }
}

/// <summary>One bit.</summary>
internal sealed record BitExpression(int Bit) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => ClassicalValue.Of(memory.Bits[Bit]);

    public override void CollectBits(ISet<int> bits) => bits.Add(Bit);

    public override void CollectVariables(ISet<int> variables)
    {
    }
}

/// <summary>Several bits as a register, the first one least significant.</summary>
internal sealed record RegisterExpression(ImmutableArray<int> Bits) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory)
    {
        if (Bits.Length <= 62)
        {
            var word = 0L;
            for (var i = 0; i < Bits.Length; i++)
            {
                word |= memory.Bits[Bits[i]] ? 1L << i : 0;
            }

            return ClassicalValue.Of(new BigInteger(word));
        }

        var bytes = new byte[(Bits.Length / 8) + 1];
        for (var i = 0; i < Bits.Length; i++)
        {
            bytes[i / 8] |= (byte)(memory.Bits[Bits[i]] ? 1 << (i % 8) : 0);
        }

        return ClassicalValue.Of(new BigInteger(bytes, isUnsigned: true));
    }

    public override void CollectBits(ISet<int> bits) => bits.UnionWith(Bits);

    public override void CollectVariables(ISet<int> variables)
    {
    }

    public bool Equals(RegisterExpression? other) => other is not null && Bits.AsSpan().SequenceEqual(other.Bits.AsSpan());

    public override int GetHashCode() => Bits.IsEmpty ? 0 : HashCode.Combine(Bits.Length, Bits[0], Bits[^1]);
}

/// <summary>A run-time variable; before its first assignment it is 0.</summary>
internal sealed record VariableExpression(int Variable, ClassicalType Type) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => memory.Variables[Variable];

    public override void CollectBits(ISet<int> bits)
    {
    }

    public override void CollectVariables(ISet<int> variables) => variables.Add(Variable);
}

internal sealed record UnaryExpression(ExpressionOperator Operator, ClassicalExpression Operand, ClassicalType OperandType) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => Arithmetic.Apply(Operator, Operand.Evaluate(memory), OperandType);

    public override void CollectBits(ISet<int> bits) => Operand.CollectBits(bits);

    public override void CollectVariables(ISet<int> variables) => Operand.CollectVariables(variables);
}

internal sealed record BinaryExpression(
    ExpressionOperator Operator, ClassicalExpression Left, ClassicalType LeftType, ClassicalExpression Right, ClassicalType RightType, ClassicalType Type) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory)
    {
        var left = Left.Evaluate(memory);
        return Operator switch
        {
            ExpressionOperator.And when !left.IsTrue => ClassicalValue.Of(false),
            ExpressionOperator.Or when left.IsTrue => ClassicalValue.Of(true),
            _ => Arithmetic.Apply(Operator, left, LeftType, Right.Evaluate(memory), RightType, Type),
        };
    }

    public override void CollectBits(ISet<int> bits)
    {
        Left.CollectBits(bits);
        Right.CollectBits(bits);
    }

    public override void CollectVariables(ISet<int> variables)
    {
        Left.CollectVariables(variables);
        Right.CollectVariables(variables);
    }
}

internal sealed record CastExpression(ClassicalExpression Operand, ClassicalType From, ClassicalType Type) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => Arithmetic.Convert(Operand.Evaluate(memory), From, Type);

    public override void CollectBits(ISet<int> bits) => Operand.CollectBits(bits);

    public override void CollectVariables(ISet<int> variables) => Operand.CollectVariables(variables);
}

/// <summary>One bit of an integer value; <see cref="Index"/> may itself follow from measured bits.</summary>
internal sealed record BitOfExpression(ClassicalExpression Operand, ClassicalType OperandType, ClassicalExpression Index) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory)
    {
        var index = Index.Evaluate(memory).Integer;
        index = index < 0 ? index + OperandType.BitCount : index;
        return index < 0 || index >= OperandType.BitCount
            ? throw new ClassicalEvaluationException($"index {index} is outside {OperandType.BitCount} bits")
            : ClassicalValue.Of(!((Operand.Evaluate(memory).Integer >> (int)index) & 1).IsZero);
    }

    public override void CollectBits(ISet<int> bits)
    {
        Operand.CollectBits(bits);
        Index.CollectBits(bits);
    }

    public override void CollectVariables(ISet<int> variables)
    {
        Operand.CollectVariables(variables);
        Index.CollectVariables(variables);
    }
}

/// <summary>An integer value with one bit replaced.</summary>
internal sealed record WithBitExpression(ClassicalExpression Operand, ClassicalType Type, int Index, ClassicalExpression Bit) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory)
    {
        var mask = BigInteger.One << Index;
        var value = Operand.Evaluate(memory).Integer & ((BigInteger.One << Type.Width) - 1);
        return Arithmetic.Wrap(Bit.Evaluate(memory).IsTrue ? value | mask : value & ~mask, Type);
    }

    public override void CollectBits(ISet<int> bits)
    {
        Operand.CollectBits(bits);
        Bit.CollectBits(bits);
    }

    public override void CollectVariables(ISet<int> variables)
    {
        Operand.CollectVariables(variables);
        Bit.CollectVariables(variables);
    }
}

internal sealed record FunctionExpression(
    string Name, ImmutableArray<ClassicalExpression> Arguments, ImmutableArray<ClassicalType> ArgumentTypes, ClassicalType Type) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) =>
        Functions.Apply(Name, [.. Arguments.Select(argument => argument.Evaluate(memory))], ArgumentTypes.AsSpan(), Type);

    public bool Equals(FunctionExpression? other) => other is not null && Name == other.Name && Type == other.Type
        && Arguments.SequenceEqual(other.Arguments) && ArgumentTypes.SequenceEqual(other.ArgumentTypes);

    public override int GetHashCode() => HashCode.Combine(Name, Type, Arguments.Length);

    public override void CollectBits(ISet<int> bits)
    {
        foreach (var argument in Arguments)
        {
            argument.CollectBits(bits);
        }
    }

    public override void CollectVariables(ISet<int> variables)
    {
        foreach (var argument in Arguments)
        {
            argument.CollectVariables(variables);
        }
    }
}
