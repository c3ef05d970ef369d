using System.Globalization;

namespace Orleans.QuantumMesh.Core.Circuits.Expressions;

internal enum ClassicalKind : byte
{
    Error, Void, Bool, Bit, Int, UInt, Float, Angle, Complex, Duration,
}

/// <summary>
/// A scalar type. <see cref="Width"/>: for bits 0 is a single bit, else a register's size; for int and uint 0 is a literal's, of any size; for angle 0 is
/// one held as a double.
/// </summary>
internal readonly record struct ClassicalType(ClassicalKind Kind, int Width = 0)
{
    /// <summary>What <c>int</c> and <c>uint</c> without a width have.</summary>
    public const int DefaultWidth = 64;

    public static readonly ClassicalType Bool = new(ClassicalKind.Bool);
    public static readonly ClassicalType Bit = new(ClassicalKind.Bit);
    public static readonly ClassicalType Literal = new(ClassicalKind.Int);
    public static readonly ClassicalType Float = new(ClassicalKind.Float, 64);
    public static readonly ClassicalType Angle = new(ClassicalKind.Angle);
    public static readonly ClassicalType Complex = new(ClassicalKind.Complex);
    public static readonly ClassicalType Duration = new(ClassicalKind.Duration);
    public static readonly ClassicalType Void = new(ClassicalKind.Void);
    public static readonly ClassicalType Error = new(ClassicalKind.Error);

    public bool IsInteger => Kind is ClassicalKind.Int or ClassicalKind.UInt;

    public bool IsLiteral => Kind == ClassicalKind.Int && Width == 0;

    public bool IsRegister => Kind == ClassicalKind.Bit && Width > 0;

    /// <summary>Whether a value is held as an integer.</summary>
    public bool IsIntegral => Kind is ClassicalKind.Bool or ClassicalKind.Bit or ClassicalKind.Int or ClassicalKind.UInt || (Kind == ClassicalKind.Angle && Width > 0);

    /// <summary>How many bits can be addressed; 0 where none.</summary>
    public int BitCount => Kind switch
    {
        ClassicalKind.Bit => Width,
        ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Angle => Width,
        _ => 0,
    };

    public override string ToString() => Kind switch
    {
        ClassicalKind.Bit => Width == 0 ? "bit" : string.Create(CultureInfo.InvariantCulture, $"bit[{Width}]"),
        ClassicalKind.Int => Width is 0 or DefaultWidth ? "int" : string.Create(CultureInfo.InvariantCulture, $"int[{Width}]"),
        ClassicalKind.UInt => Width == DefaultWidth ? "uint" : string.Create(CultureInfo.InvariantCulture, $"uint[{Width}]"),
        ClassicalKind.Float => Width == 64 ? "float" : string.Create(CultureInfo.InvariantCulture, $"float[{Width}]"),
        ClassicalKind.Angle => Width == 0 ? "angle" : string.Create(CultureInfo.InvariantCulture, $"angle[{Width}]"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
