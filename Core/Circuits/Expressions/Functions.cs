using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Expressions;

/// <summary>The built-in functions.</summary>
internal static class Functions
{
    public static readonly string[] Names =
    [
        "arccos", "arcsin", "arctan", "ceiling", "cos", "exp", "floor", "imag", "log", "ln", "mod", "popcount", "pow", "real", "rotl", "rotr", "sin", "sqrt", "tan",
    ];

    public static int ArgumentCount(string name) => name is "mod" or "pow" or "rotl" or "rotr" ? 2 : 1;

    /// <summary>The type of the result, or <see cref="ClassicalKind.Error"/> where the function doesn't take the arguments.</summary>
    public static ClassicalType ResultOf(string name, ReadOnlySpan<ClassicalType> arguments)
    {
        var first = arguments[0];
        switch (name)
        {
            case "popcount":
                return first.Kind is ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt ? new ClassicalType(ClassicalKind.UInt, ClassicalType.DefaultWidth) : ClassicalType.Error;
            case "rotl" or "rotr":
                return (first.IsRegister || (first.IsInteger && first.Width > 0)) && arguments[1].IsInteger ? first : ClassicalType.Error;
            case "mod":
                return Arithmetic.ResultOf(ExpressionOperator.Remainder, first, arguments[1]);
            case "pow":
                return Arithmetic.ResultOf(ExpressionOperator.Power, first, arguments[1]);
            case "real" or "imag":
                return Arithmetic.CanConvert(first, ClassicalType.Complex) ? ClassicalType.Float : ClassicalType.Error;
            default:
                return first.Kind == ClassicalKind.Complex && name is "sqrt" or "exp" or "sin" or "cos" ? ClassicalType.Complex
                    : Arithmetic.CanConvert(first, ClassicalType.Float) && first.Kind != ClassicalKind.Complex ? ClassicalType.Float : ClassicalType.Error;
        }
    }

    public static ClassicalValue Apply(string name, ReadOnlySpan<ClassicalValue> values, ReadOnlySpan<ClassicalType> types, ClassicalType result)
    {
        switch (name)
        {
            case "popcount":
                var bits = types[0].Width > 0 ? values[0].Integer & ((BigInteger.One << types[0].Width) - 1) : BigInteger.Abs(values[0].Integer);
                var count = 0;
                foreach (var part in bits.ToByteArray())
                {
                    count += BitOperations.PopCount(part);
                }

                return ClassicalValue.Of(new BigInteger(count));
            case "rotl" or "rotr":
                var width = types[0].Width;
                var word = values[0].Integer & ((BigInteger.One << width) - 1);
                var turn = (int)BigInteger.Remainder(values[1].Integer, width);
                turn = ((name == "rotl" ? turn : -turn) + width) % width;
                return Arithmetic.Wrap((word << turn) | (word >> (width - turn)), result);
            case "mod":
                return Modulus(values, types, result);
            case "pow":
                return Arithmetic.Apply(ExpressionOperator.Power, values[0], types[0], values[1], types[1], result);
            default:
                var value = Real(name, Arithmetic.AsReal(values[0], types[0]));
                return double.IsFinite(value) ? ClassicalValue.Of(value) : throw new ClassicalEvaluationException($"{name} has no finite value there");
        }
    }

    public static Complex Apply(string name, Complex value) => name switch
    {
        "real" => value.Real,
        "imag" => value.Imaginary,
        "sqrt" => Complex.Sqrt(value),
        "exp" => Complex.Exp(value),
        "sin" => Complex.Sin(value),
        _ => Complex.Cos(value),
    };

    /// <summary>The remainder that has the divisor's sign.</summary>
    private static ClassicalValue Modulus(ReadOnlySpan<ClassicalValue> values, ReadOnlySpan<ClassicalType> types, ClassicalType result)
    {
        var remainder = Arithmetic.Apply(ExpressionOperator.Remainder, values[0], types[0], values[1], types[1], result);
        if (remainder.IsReal)
        {
            var divisor = Arithmetic.AsReal(values[1], types[1]);
            return remainder.Real != 0 && remainder.Real < 0 != divisor < 0 ? ClassicalValue.Of(remainder.Real + divisor) : remainder;
        }

        return !remainder.Integer.IsZero && remainder.Integer.Sign < 0 != values[1].Integer.Sign < 0
            ? Arithmetic.Wrap(remainder.Integer + values[1].Integer, result) : remainder;
    }

    private static double Real(string name, double x) => name switch
    {
        "arccos" => Math.Acos(x),
        "arcsin" => Math.Asin(x),
        "arctan" => Math.Atan(x),
        "ceiling" => Math.Ceiling(x),
        "cos" => Math.Cos(x),
        "exp" => Math.Exp(x),
        "floor" => Math.Floor(x),
        "log" or "ln" => Math.Log(x),
        "real" => x,
        "imag" => 0,
        "sin" => Math.Sin(x),
        "sqrt" => Math.Sqrt(x),
        "tan" => Math.Tan(x),
        _ => throw new ArgumentException($"There is no function '{name}'.", nameof(name)),
    };
}
