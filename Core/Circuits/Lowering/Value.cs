using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// What an expression is worth while a program is read: known, or an expression that each run evaluates. <see cref="IsConstant"/> says that it rests on
/// literals and constants alone.
/// </summary>
internal readonly record struct Value(ClassicalType Type, ClassicalValue Known, ClassicalExpression? RunTime, bool IsConstant, Complex Complex = default)
{
    /// <summary>Stands for a value that only a call will give, while a body is checked without one.</summary>
    private static readonly ClassicalExpression Unknown = new BitExpression(-1);

    public static readonly Value Error = new(ClassicalType.Error, default, null, true);

    public bool IsError => Type.Kind == ClassicalKind.Error;

    public bool IsKnown => RunTime is null;

    public double AsReal => Arithmetic.AsReal(Known, Type);

    public static Value Of(ClassicalType type, ClassicalValue value, bool isConstant) => new(type, value, null, isConstant);

    public static Value Of(ClassicalType type, ClassicalExpression expression) => new(type, default, expression, false);

    public static Value UnknownOf(ClassicalType type) => new(type, default, Unknown, false);

    public ClassicalExpression ToExpression() => RunTime ?? new ConstantExpression(Known, Type);

    public Complex ToComplex() => Type.Kind == ClassicalKind.Complex ? Complex : new Complex(AsReal, 0);
}
