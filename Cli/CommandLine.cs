using System.Globalization;

namespace Orleans.QuantumMesh.Cli;

/// <summary>A command's arguments: <c>--name value</c> or <c>--name=value</c>, flags, and the rest in order; what isn't known is an error that names it.</summary>
public sealed class CommandLine
{
    private readonly Dictionary<string, List<string>> options = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);
    private readonly List<string> positionals = [];

    private CommandLine()
    {
    }

    /// <summary>What stands without an option's name, in order.</summary>
    public IReadOnlyList<string> Positionals => positionals;

    /// <summary>Reads <paramref name="arguments"/>; <paramref name="valued"/> are the options with a value, <paramref name="flags"/> those without.</summary>
    public static CommandLine Parse(string command, IReadOnlyList<string> arguments, IReadOnlySet<string> valued, IReadOnlySet<string> flags)
    {
        CommandLine line = new();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
            {
                line.positionals.Add(argument);
                continue;
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument[2..] : argument[2..equals];
            if (flags.Contains(name) && equals < 0)
            {
                line.flags.Add(name);
            }
            else if (valued.Contains(name))
            {
                if (equals < 0 && i + 1 == arguments.Count)
                {
                    throw new CommandException($"--{name} needs a value.", 2);
                }

                string value = equals < 0 ? arguments[++i] : argument[(equals + 1)..];
                (line.options.TryGetValue(name, out List<string>? values) ? values : line.options[name] = []).Add(value);
            }
            else
            {
                string known = string.Join(", ", valued.Concat(flags).Order(StringComparer.Ordinal).Select(option => "--" + option));
                throw new CommandException($"'{command}' knows no option '--{name}'; it has {(known.Length == 0 ? "none" : known)}.", 2);
            }
        }

        return line;
    }

    public bool Has(string flag) => flags.Contains(flag);

    /// <summary>The option's last value, or <see langword="null"/>.</summary>
    public string? Text(string name) => options.TryGetValue(name, out List<string>? values) ? values[^1] : null;

    /// <summary>All values of a repeatable option.</summary>
    public IReadOnlyList<string> Texts(string name) => options.TryGetValue(name, out List<string>? values) ? values : [];

    /// <summary>A whole number between the bounds, both included.</summary>
    public int Number(string name, int otherwise, int minimum, int maximum)
    {
        string? text = Text(name);
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new CommandException($"--{name} takes a whole number from {minimum} to {maximum}, not '{text}'.", 2);
    }
}
