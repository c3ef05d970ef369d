using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Expressions;

/// <summary>What the language's operators, casts and functions do to values; the same at compile time and in a run.</summary>
internal static class Arithmetic
{
    /// <summary>The type in which two numbers meet.</summary>
    public static ClassicalType Common(ClassicalType left, ClassicalType right)
    {
        left = Promoted(left);
        right = Promoted(right);
        if (left.Kind == ClassicalKind.Complex || right.Kind == ClassicalKind.Complex)
        {
            return ClassicalType.Complex;
        }

        if (left.Kind == ClassicalKind.Angle || right.Kind == ClassicalKind.Angle)
        {
            return left.Kind != ClassicalKind.Angle ? right : right.Kind != ClassicalKind.Angle ? left
                : left.Width == 0 || right.Width == 0 ? ClassicalType.Angle : new ClassicalType(ClassicalKind.Angle, Math.Max(left.Width, right.Width));
        }

        if (left.Kind == ClassicalKind.Float || right.Kind == ClassicalKind.Float)
        {
            return left.Kind != ClassicalKind.Float ? right : right.Kind != ClassicalKind.Float || left.Width >= right.Width ? left : right;
        }

        if (left.IsLiteral || right.IsLiteral)
        {
            return left.IsLiteral ? right : left;
        }

        return left.Kind == right.Kind ? (left.Width >= right.Width ? left : right)
            : (left.Kind == ClassicalKind.UInt ? left.Width >= right.Width : left.Width > right.Width) ? left : right;
    }

    /// <summary>The type of <paramref name="op"/>'s result, or <see cref="ClassicalKind.Error"/> where it isn't defined.</summary>
    public static ClassicalType ResultOf(ExpressionOperator op, ClassicalType left, ClassicalType right)
    {
        switch (op)
        {
            case ExpressionOperator.And or ExpressionOperator.Or:
                return CanBeBool(left) && CanBeBool(right) ? ClassicalType.Bool : ClassicalType.Error;
            case ExpressionOperator.Equal or ExpressionOperator.NotEqual:
                return IsNumber(left) && IsNumber(right) ? ClassicalType.Bool : ClassicalType.Error;
            case ExpressionOperator.Less or ExpressionOperator.LessOrEqual or ExpressionOperator.Greater or ExpressionOperator.GreaterOrEqual:
                return IsNumber(left) && IsNumber(right) && left.Kind != ClassicalKind.Complex && right.Kind != ClassicalKind.Complex ? ClassicalType.Bool : ClassicalType.Error;
            case ExpressionOperator.ShiftLeft or ExpressionOperator.ShiftRight:
                return (left.IsInteger || left.IsRegister || left is { Kind: ClassicalKind.Angle, Width: > 0 }) && right.IsIntegral ? left : ClassicalType.Error;
            case ExpressionOperator.BitAnd or ExpressionOperator.BitOr or ExpressionOperator.BitXor:
                return Bitwise(left, right);
            default:
                return Numeric(op, left, right);
        }
    }

    public static ClassicalType ResultOf(ExpressionOperator op, ClassicalType operand) => op switch
    {
        ExpressionOperator.Not => CanBeBool(operand) ? ClassicalType.Bool : ClassicalType.Error,
        ExpressionOperator.Complement => operand.IsIntegral ? operand : ClassicalType.Error,
        _ => operand.Kind == ClassicalKind.Duration ? operand : IsNumber(operand) ? Negated(Promoted(operand)) : ClassicalType.Error,
    };

    public static ClassicalValue Apply(ExpressionOperator op, ClassicalValue left, ClassicalType leftType, ClassicalValue right, ClassicalType rightType, ClassicalType result)
    {
        switch (op)
        {
            case ExpressionOperator.And: return ClassicalValue.Of(left.IsTrue && right.IsTrue);
            case ExpressionOperator.Or: return ClassicalValue.Of(left.IsTrue || right.IsTrue);
            case >= ExpressionOperator.Equal and <= ExpressionOperator.GreaterOrEqual: return ClassicalValue.Of(Compare(op, left, leftType, right, rightType));
            case ExpressionOperator.BitAnd: return Wrap(left.Integer & right.Integer, result);
            case ExpressionOperator.BitOr: return Wrap(left.Integer | right.Integer, result);
            case ExpressionOperator.BitXor: return Wrap(left.Integer ^ right.Integer, result);
            case ExpressionOperator.ShiftLeft or ExpressionOperator.ShiftRight: return Shift(op, left.Integer, right.Integer, result);
        }

        if (result.Kind == ClassicalKind.Duration)
        {
            var (a, b) = (left.AsReal, right.AsReal);
            return ClassicalValue.Of(op switch { ExpressionOperator.Add => a + b, ExpressionOperator.Subtract => a - b, ExpressionOperator.Multiply => a * b, _ => a / b });
        }

        if (result is { Kind: ClassicalKind.Angle, Width: > 0 } && op is ExpressionOperator.Multiply or ExpressionOperator.Divide
            && leftType.IsIntegral && rightType.IsIntegral)
        {
            var a = leftType.Kind == ClassicalKind.Angle ? Convert(left, leftType, result).Integer : left.Integer;
            var b = rightType.Kind == ClassicalKind.Angle ? Convert(right, rightType, result).Integer : right.Integer;
            return Wrap(op == ExpressionOperator.Multiply ? a * b : Quotient(a, b), result);
        }

        return result.IsIntegral
            ? Integral(op, Convert(left, leftType, result).Integer, Convert(right, rightType, result).Integer, result)
            : Real(op, AsReal(left, leftType), AsReal(right, rightType), result);
    }

    public static ClassicalValue Apply(ExpressionOperator op, ClassicalValue operand, ClassicalType type) => op switch
    {
        ExpressionOperator.Not => ClassicalValue.Of(!operand.IsTrue),
        ExpressionOperator.Complement => type.Kind == ClassicalKind.Bool || type == ClassicalType.Bit ? ClassicalValue.Of(!operand.IsTrue) : Wrap(~operand.Integer, type),
        _ => operand.IsReal ? ClassicalValue.Of(-operand.Real) : Wrap(-operand.Integer, type),
    };

    /// <summary>A value as a double: an angle of n bits as a part of a turn.</summary>
    public static double AsReal(ClassicalValue value, ClassicalType type) =>
        type is { Kind: ClassicalKind.Angle, Width: > 0 } ? (double)value.Integer / Math.Pow(2, type.Width) * Math.Tau : value.AsReal;

    public static bool CanConvert(ClassicalType from, ClassicalType to) => to.Kind switch
    {
        ClassicalKind.Error or ClassicalKind.Void => false,
        ClassicalKind.Bool => CanBeBool(from),
        ClassicalKind.Bit when to.Width == 0 => from.Kind is ClassicalKind.Bool or ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt && from.Width <= 1
            || from.IsInteger,
        ClassicalKind.Bit => from.Kind == ClassicalKind.Bit ? (from.Width == 0 ? 1 : from.Width) == to.Width
            : from.IsInteger || from.Kind == ClassicalKind.Bool || (from.Kind == ClassicalKind.Angle && from.Width == to.Width),
        ClassicalKind.Int or ClassicalKind.UInt => from.Kind is ClassicalKind.Bool or ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Float,
        ClassicalKind.Float => from.Kind is ClassicalKind.Bool or ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Float or ClassicalKind.Angle,
        ClassicalKind.Angle => from.Kind is ClassicalKind.Float or ClassicalKind.Angle or ClassicalKind.Int or ClassicalKind.UInt || (from.Kind == ClassicalKind.Bit && from.Width == to.Width),
        ClassicalKind.Complex => from.Kind is ClassicalKind.Complex or ClassicalKind.Float or ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Bool,
        _ => from.Kind == to.Kind,
    };

    public static ClassicalValue Convert(ClassicalValue value, ClassicalType from, ClassicalType to)
    {
        switch (to.Kind)
        {
            case ClassicalKind.Bool:
                return ClassicalValue.Of(value.IsTrue);
            case ClassicalKind.Bit when to.Width == 0:
                return ClassicalValue.Of(value.IsTrue);
            case ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt:
                return Wrap(value.IsReal ? Truncated(value.Real) : value.Integer, to);
            case ClassicalKind.Float:
                var real = AsReal(value, from);
                return ClassicalValue.Of(to.Width == 32 ? (float)real : to.Width == 16 ? (double)(Half)real : real);
            case ClassicalKind.Angle when to.Width == 0:
                return ClassicalValue.Of(AsReal(value, from));
            case ClassicalKind.Angle when from.Kind == ClassicalKind.Angle && from.Width > 0:
                return Wrap(from.Width <= to.Width ? value.Integer << (to.Width - from.Width) : value.Integer >> (from.Width - to.Width), to);
            case ClassicalKind.Angle when from.Kind == ClassicalKind.Bit:
                return Wrap(value.Integer, to);
            case ClassicalKind.Angle:
                var turns = value.AsReal / Math.Tau;
                turns -= Math.Floor(turns);
                return to.Width <= 52 ? Wrap(new BigInteger(Math.Round(turns * Math.Pow(2, to.Width))), to)
                    : Wrap(new BigInteger(Math.Round(turns * Math.Pow(2, 52))) << (to.Width - 52), to);
            default:
                return value;
        }
    }

    /// <summary>An integer brought into a type's range, as two's complement has it.</summary>
    public static ClassicalValue Wrap(BigInteger value, ClassicalType type)
    {
        if (type.Kind is ClassicalKind.Bool || type == ClassicalType.Bit)
        {
            return ClassicalValue.Of(!value.IsZero);
        }

        if (type.Width == 0)
        {
            return ClassicalValue.Of(value);
        }

        if (type.Width == 64 && value >= 0 && value <= long.MaxValue)
        {
            return ClassicalValue.Of(value);
        }

        var wrapped = value & ((BigInteger.One << type.Width) - 1);
        return ClassicalValue.Of(type.Kind == ClassicalKind.Int && !(wrapped >> (type.Width - 1)).IsZero ? wrapped - (BigInteger.One << type.Width) : wrapped);
    }

    public static bool CanBeBool(ClassicalType type) => type.Kind is ClassicalKind.Bool or ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt
        or ClassicalKind.Float or ClassicalKind.Angle;

    private static bool IsNumber(ClassicalType type) => CanBeBool(type) || type.Kind is ClassicalKind.Complex or ClassicalKind.Duration;

    /// <summary>Bools and bits count as integers in arithmetic.</summary>
    private static ClassicalType Promoted(ClassicalType type) => type.Kind switch
    {
        ClassicalKind.Bool => ClassicalType.Literal,
        ClassicalKind.Bit => new ClassicalType(ClassicalKind.UInt, Math.Max(type.Width, ClassicalType.DefaultWidth)),
        _ => type,
    };

    private static ClassicalType Negated(ClassicalType type) => type;

    private static ClassicalType Bitwise(ClassicalType left, ClassicalType right)
    {
        if (left == right && left.IsIntegral)
        {
            return left;
        }

        var isBoolish = (left.Kind == ClassicalKind.Bool || left == ClassicalType.Bit) && (right.Kind == ClassicalKind.Bool || right == ClassicalType.Bit);
        if (isBoolish)
        {
            return ClassicalType.Bool;
        }

        if (left.IsRegister || right.IsRegister)
        {
            return left.IsRegister && right.IsRegister ? (left.Width == right.Width ? left : ClassicalType.Error)
                : left.IsRegister ? (right.IsIntegral ? left : ClassicalType.Error) : left.IsIntegral ? right : ClassicalType.Error;
        }

        return left.IsIntegral && right.IsIntegral ? Common(left, right) : ClassicalType.Error;
    }

    private static ClassicalType Numeric(ExpressionOperator op, ClassicalType left, ClassicalType right)
    {
        if (!IsNumber(left) || !IsNumber(right))
        {
            return ClassicalType.Error;
        }

        if (left.Kind == ClassicalKind.Duration || right.Kind == ClassicalKind.Duration)
        {
            return (left.Kind == right.Kind, op) switch
            {
                (true, ExpressionOperator.Add or ExpressionOperator.Subtract) => ClassicalType.Duration,
                (true, ExpressionOperator.Divide) => ClassicalType.Float,
                (false, ExpressionOperator.Multiply) => ClassicalType.Duration,
                (false, ExpressionOperator.Divide) when left.Kind == ClassicalKind.Duration => ClassicalType.Duration,
                _ => ClassicalType.Error,
            };
        }

        var common = Common(left, right);
        if (common.Kind == ClassicalKind.Angle && op is ExpressionOperator.Divide && left.Kind == right.Kind)
        {
            return ClassicalType.Float;
        }

        if (common.Kind == ClassicalKind.Complex && op == ExpressionOperator.Remainder)
        {
            return ClassicalType.Error;
        }

        return common.Kind == ClassicalKind.Angle && op is ExpressionOperator.Power or ExpressionOperator.Remainder ? ClassicalType.Float : common;
    }

    private static bool Compare(ExpressionOperator op, ClassicalValue left, ClassicalType leftType, ClassicalValue right, ClassicalType rightType)
    {
        var order = leftType.IsIntegral && rightType.IsIntegral && leftType.Kind == ClassicalKind.Angle == (rightType.Kind == ClassicalKind.Angle)
            ? left.Integer.CompareTo(right.Integer)
            : OrderOf(AsReal(left, leftType), AsReal(right, rightType));
        return op switch
        {
            ExpressionOperator.Equal => order == 0,
            ExpressionOperator.NotEqual => order != 0,
            ExpressionOperator.Less => order == -1,
            ExpressionOperator.LessOrEqual => order is -1 or 0,
            ExpressionOperator.Greater => order == 1,
            _ => order is 1 or 0,
        };
    }

    private static int OrderOf(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : 2;

    private static ClassicalValue Shift(ExpressionOperator op, BigInteger value, BigInteger count, ClassicalType type)
    {
        if (count < 0)
        {
            throw new ClassicalEvaluationException("a shift needs a count of at least 0");
        }

        var bound = type.Width == 0 ? 1024 : type.Width;
        if (op == ExpressionOperator.ShiftRight)
        {
            return Wrap(value >> (int)BigInteger.Min(count, bound + (int)Math.Min(value.GetBitLength(), 4096)), type);
        }

        if (type.Width == 0 && count > bound)
        {
            throw new ClassicalEvaluationException("an integer grows beyond 1024 bits");
        }

        return count >= bound && type.Width > 0 ? ClassicalValue.Of(BigInteger.Zero) : Wrap(value << (int)count, type);
    }

    private static BigInteger Quotient(BigInteger left, BigInteger right) =>
        right.IsZero ? throw new ClassicalEvaluationException("division by zero") : BigInteger.Divide(left, right);

    private static BigInteger Truncated(double value) =>
        double.IsFinite(value) ? new BigInteger(value) : throw new ClassicalEvaluationException("the number is no integer");

    private static ClassicalValue Integral(ExpressionOperator op, BigInteger left, BigInteger right, ClassicalType type)
    {
        var value = op switch
        {
            ExpressionOperator.Add => left + right,
            ExpressionOperator.Subtract => left - right,
            ExpressionOperator.Multiply => left * right,
            ExpressionOperator.Divide => Quotient(left, right),
            ExpressionOperator.Remainder => right.IsZero ? throw new ClassicalEvaluationException("division by zero") : BigInteger.Remainder(left, right),
            _ => IntegerPower(left, right, type),
        };
        return type.Width == 0 && value.GetBitLength() > 1024
            ? throw new ClassicalEvaluationException("an integer grows beyond 1024 bits") : Wrap(value, type);
    }

    private static BigInteger IntegerPower(BigInteger value, BigInteger exponent, ClassicalType type)
    {
        if (exponent < 0)
        {
            return value.IsOne ? value : value == BigInteger.MinusOne ? (exponent.IsEven ? 1 : -1)
                : value.IsZero ? throw new ClassicalEvaluationException("division by zero") : BigInteger.Zero;
        }

        if (type.Width > 0)
        {
            return BigInteger.ModPow(value, exponent, BigInteger.One << type.Width);
        }

        if (value.IsZero || value.IsOne || value == BigInteger.MinusOne)
        {
            return exponent.IsZero ? 1 : value == BigInteger.MinusOne && exponent.IsEven ? 1 : value;
        }

        return exponent * (value.GetBitLength() - 1) > 1024
            ? throw new ClassicalEvaluationException("an integer grows beyond 1024 bits") : BigInteger.Pow(value, (int)exponent);
    }

    private static ClassicalValue Real(ExpressionOperator op, double left, double right, ClassicalType type)
    {
        var value = op switch
        {
            ExpressionOperator.Add => left + right,
            ExpressionOperator.Subtract => left - right,
            ExpressionOperator.Multiply => left * right,
            ExpressionOperator.Divide => right == 0 ? throw new ClassicalEvaluationException("division by zero") : left / right,
            ExpressionOperator.Remainder => right == 0 ? throw new ClassicalEvaluationException("division by zero") : left % right,
            _ => Math.Pow(left, right),
        };
        return double.IsFinite(value) ? Convert(ClassicalValue.Of(value), ClassicalType.Float, type) : throw new ClassicalEvaluationException("the result is no finite number");
    }
}
