using System.Globalization;
using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The contract's rounding and its text form of complex numbers.</summary>
internal static class NumberText
{
    private const double Negligible = 1e-12;

    /// <summary>Rounds to 12 decimals; below 1e-12 to 0.</summary>
    public static double Round(double value) => Math.Abs(value) < Negligible ? 0 : Math.Round(value, 12);

    /// <summary>Text that Python's <c>complex()</c> reads.</summary>
    public static string Complex(Complex value)
    {
        var real = Round(value.Real);
        var imaginary = Round(value.Imaginary);
        if (imaginary == 0)
        {
            return Real(real);
        }

        return real == 0 ? Real(imaginary) + "j" : $"{Real(real)}{(imaginary < 0 ? "" : "+")}{Real(imaginary)}j";
    }

    private static string Real(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal))
        {
            return text.Replace('E', 'e');
        }

        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
