using System.Globalization;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Parameters of plain statements: sums and products of decimal numbers and π.</summary>
internal sealed partial class ProgramBuilder
{
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>A number of a parameter; whole ones divide as integers in OpenQASM 3, which is left to the grammar.</summary>
    private record struct PlainNumber(double Value, bool IsWhole);

    private bool PlainSum(ReadOnlySpan<char> text, ref int position, out PlainNumber value, int depth)
    {
        if (depth > 32 || !PlainProduct(text, ref position, out value, depth))
        {
            value = default;
            return false;
        }

        while (position < text.Length && text[position] is '+' or '-')
        {
            var isMinus = text[position++] == '-';
            if (!PlainProduct(text, ref position, out var right, depth))
            {
                return false;
            }

            value = new PlainNumber(isMinus ? value.Value - right.Value : value.Value + right.Value, value.IsWhole && right.IsWhole);
            if (value.IsWhole && Math.Abs(value.Value) > 1e15)
            {
                return false;
            }
        }

        return true;
    }

    private bool PlainProduct(ReadOnlySpan<char> text, ref int position, out PlainNumber value, int depth)
    {
        if (!PlainFactor(text, ref position, out value, depth))
        {
            return false;
        }

        while (position < text.Length && text[position] is '*' or '/')
        {
            var isQuotient = text[position++] == '/';
            if ((position < text.Length && text[position] is '*' or '/') || !PlainFactor(text, ref position, out var right, depth))
            {
                return false;
            }

            var isWhole = value.IsWhole && right.IsWhole;
            if (isQuotient && (isWhole || right.Value == 0))
            {
                return false;
            }

            value = new PlainNumber(isQuotient ? value.Value / right.Value : value.Value * right.Value, isWhole);
            if (isWhole && Math.Abs(value.Value) > 1e15)
            {
                return false;
            }
        }

        return true;
    }

    private bool PlainFactor(ReadOnlySpan<char> text, ref int position, out PlainNumber value, int depth)
    {
        value = default;
        position = SkipSpaces(text, position);
        if (position >= text.Length)
        {
            return false;
        }

        var c = text[position];
        if (c == '-')
        {
            position++;
            if (depth > 32 || !PlainFactor(text, ref position, out value, depth + 1))
            {
                return false;
            }

            value = value with { Value = -value.Value };
            return true;
        }

        if (c == '(')
        {
            position++;
            if (!PlainSum(text, ref position, out value, depth + 1) || position >= text.Length || text[position] != ')')
            {
                return false;
            }

            position = SkipSpaces(text, position + 1);
            return position < text.Length && text[position] is not ('^' or '[') && !IsPower(text, position);
        }

        if (c == 'p')
        {
            if (isPiTaken || position + 2 >= text.Length || text[position + 1] != 'i' || char.IsAsciiLetterOrDigit(text[position + 2]) || text[position + 2] is '_' or > '\u007f')
            {
                return false;
            }

            value = new PlainNumber(Math.PI, false);
            position = SkipSpaces(text, position + 2);
        }
        else if (!PlainLiteral(text, ref position, out value))
        {
            return false;
        }

        return position < text.Length && text[position] is '+' or '-' or '*' or '/' or ')' or ',' && !IsPower(text, position);
    }

    private static bool IsPower(ReadOnlySpan<char> text, int position) => text[position] == '*' && position + 1 < text.Length && text[position + 1] == '*';

    /// <summary>A decimal number: digits as one integer times a power of ten, exact up to 2⁵³ and 10²², others by the library.</summary>
    private bool PlainLiteral(ReadOnlySpan<char> text, ref int position, out PlainNumber value)
    {
        value = default;
        var start = position;
        var digits = 0UL;
        var scale = 0;
        var count = 0;
        var isWhole = true;
        while (position < text.Length)
        {
            var digit = (uint)(text[position] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
                scale -= isWhole ? 0 : 1;
            }
            else if (text[position] == '.' && isWhole)
            {
                isWhole = false;
            }
            else
            {
                break;
            }

            position++;
        }

        if (count == 0 || position >= text.Length)
        {
            return false;
        }

        if (text[position] is 'e' or 'E')
        {
            isWhole = false;
            position++;
            position += position < text.Length && text[position] is '+' or '-' ? 1 : 0;
            var exponent = position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
            {
                position++;
            }

            if (position == exponent || position - exponent > 4)
            {
                return false;
            }

            count = 20;
        }

        if (count <= 15 && scale >= -22)
        {
            value = new PlainNumber(scale == 0 ? digits : digits / PowersOfTen[-scale], isWhole && !IsVersion2);
        }
        else if (!isWhole || IsVersion2)
        {
            value = new PlainNumber(double.Parse(text[start..position], NumberStyles.Float, CultureInfo.InvariantCulture), false);
        }
        else
        {
            return false;
        }

        position = SkipSpaces(text, position);
        return true;
    }
}
