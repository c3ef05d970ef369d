using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A classical value at run time; the language's types (bool, bit[n], int, uint, angle, float) all rest on an integer or a double.</summary>
public readonly record struct ClassicalValue(BigInteger Integer, double Real, bool IsReal)
{
    /// <summary>An integer, a bit register (bit 0 least significant) or, as 0 and 1, a bool.</summary>
    public static ClassicalValue Of(BigInteger value) => new(value, 0, false);

    /// <summary>A bool as 0 or 1.</summary>
    public static ClassicalValue Of(bool value) => new(value ? BigInteger.One : BigInteger.Zero, 0, false);

    /// <summary>A real number or an angle in radians.</summary>
    public static ClassicalValue Of(double value) => new(default, value, true);

    /// <summary>Whether it counts as true: anything but 0.</summary>
    public bool IsTrue => IsReal ? Real != 0 : !Integer.IsZero;

    /// <summary>The value as a double.</summary>
    public double AsReal => IsReal ? Real : (double)Integer;
}
