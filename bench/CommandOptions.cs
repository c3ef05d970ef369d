using System.Globalization;

namespace Orleans.QuantumMesh.Bench;

/// <summary>A measurement's options, as <c>--name value</c>.</summary>
internal static class CommandOptions
{
    /// <summary>The value after a name.</summary>
    public static string Text(string[] arguments, string name, string otherwise)
    {
        int index = Array.IndexOf(arguments, name);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : otherwise;
    }

    /// <summary>The value as whole numbers with commas between them.</summary>
    public static int[] Numbers(string[] arguments, string name, string otherwise) =>
        Array.ConvertAll(Text(arguments, name, otherwise).Split(','), word => int.Parse(word, CultureInfo.InvariantCulture));
}
