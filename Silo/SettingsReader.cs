namespace Orleans.QuantumMesh.Silo;

/// <summary>Reads the settings: defaults, then the environment (<c>QMESH_…</c>), then the command line. What isn't known there is refused.</summary>
public static class SettingsReader
{
    private const string Prefix = "QMESH_";

    private static readonly HashSet<string> Flags = new(StringComparer.OrdinalIgnoreCase) { "experiments", "parent-pipe", "allow-anonymous", "dashboard" };
    private static readonly HashSet<string> Options = new(StringComparer.OrdinalIgnoreCase) { "url", "data", "silo-port", "client-port", "log-level" };
    private static readonly string[] Sections = ["Gateway:", "Libp2p:", "Grains:"];

    /// <summary>All settings as configuration.</summary>
    public static IConfiguration Read(IReadOnlyList<string> arguments) =>
        new ConfigurationBuilder().AddEnvironmentVariables(Prefix).AddInMemoryCollection(FromCommandLine(arguments)).Build();

    /// <summary>The coordinator's own settings.</summary>
    public static SiloSettings Bind(IConfiguration configuration)
    {
        SiloSettings settings = new();
        try
        {
            configuration.Bind(settings);
            return settings;
        }
        catch (InvalidOperationException exception)
        {
            throw new StartException($"a setting has the wrong form: {exception.Message} {exception.InnerException?.Message}", 2);
        }
    }

    private static Dictionary<string, string?> FromCommandLine(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartException($"'{argument}' is no option; options are --name value.", 2);
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument[2..] : argument[2..equals];
            bool flag = Flags.Contains(name);
            if (!flag && !Options.Contains(name) && !Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            {
                throw new StartException($"there is no option --{name}; there are {string.Join(", ", Options.Concat(Flags).Select(known => "--" + known))} and --Gateway:…, --Libp2p:…, --Grains:….", 2);
            }

            string? value = equals >= 0 ? argument[(equals + 1)..] : flag ? "true" : i + 1 < arguments.Count ? arguments[++i] : null;
            values[name.Replace("-", "", StringComparison.Ordinal)] = value ?? throw new StartException($"--{name} needs a value.", 2);
        }

        return values;
    }
}
