using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Shows diagnostics as compilers do: the place, the line, and a caret below the characters at fault.</summary>
public static class DiagnosticText
{
    /// <summary>
    /// A diagnostic with its line of <paramref name="text"/>:
    /// <code>
    /// bell.qasm:3:1: gate 'hx' is not defined
    ///   3 | hx q[0];
    ///     | ^^ did you mean 'h'?
    /// </code>
    /// </summary>
    public static string Show(CircuitDiagnostic diagnostic, string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder();
        shown.Append(CultureInfo.InvariantCulture, $"{fileName}:{diagnostic.Line}:{diagnostic.Column}: {diagnostic.Message}\n");
        var line = LineOf(text, diagnostic.Line);
        var start = Math.Max(0, diagnostic.Column - 61);
        var runes = line.EnumerateRunes().Skip(start).Take(120).ToList();
        var number = diagnostic.Line.ToString(CultureInfo.InvariantCulture);
        shown.Append(CultureInfo.InvariantCulture, $"  {number} | ");
        foreach (var rune in runes)
        {
            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        var before = diagnostic.Column - 1 - start;
        var length = Math.Clamp(diagnostic.Length, 1, Math.Max(1, runes.Count - before));
        shown.Append(CultureInfo.InvariantCulture, $"\n  {new string(' ', number.Length)} | {new string(' ', before)}{new string('^', length)}");
        return diagnostic.Suggestion is null ? shown.ToString() : shown.Append(' ').Append(diagnostic.Suggestion).ToString();
    }

    private static string LineOf(string text, int number)
    {
        var rest = text.AsSpan();
        for (var line = 1; line < number; line++)
        {
            var end = rest.IndexOf('\n');
            if (end < 0)
            {
                return "";
            }

            rest = rest[(end + 1)..];
        }

        var stop = rest.IndexOf('\n');
        return (stop < 0 ? rest : rest[..stop]).TrimEnd('\r').ToString();
    }
}
