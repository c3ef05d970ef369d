using System.Collections.Immutable;
using System.Globalization;

using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The options of the node program, read from its arguments.</summary>
internal sealed record NodeCommandLine
{
    private static readonly string[] Flags = ["experiments", "parent-pipe", "json", "help"];

    private static readonly string[] Values =
    [
        "bootstrap", "namespace", "data", "port", "listen", "announce", "name", "capacity", "qubit-max", "service-type", "fidelity", "link-fidelity",
        "readout", "damping", "drift", "latency-ms", "drop-rate", "reject-rate", "trust-tier",
    ];

    public required ServiceNodeOptions Node { get; init; }

    public required IReadOnlyList<Multiaddr> Listen { get; init; }

    public required IReadOnlyList<Multiaddr> Announce { get; init; }

    public required IReadOnlyList<string> Bootstrap { get; init; }

    /// <summary>The folder of key and answers.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether the node ends when its standard input does.</summary>
    public bool ParentPipe { get; init; }

    /// <summary>Whether log lines are JSON.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Whether only the options were asked for.</summary>
    public bool Help { get; init; }

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>; lists are repeated or joined by commas.</summary>
    /// <exception cref="FormatException">An unknown option, or a value that is none; the message is one sentence.</exception>
    public static NodeCommandLine Parse(IReadOnlyList<string> arguments)
    {
        Dictionary<string, List<string>> given = Split(arguments);
        int port = Whole("port", 0, 0, 65535);
        string name = One("name") ?? "node";
        (double from, double to) = Latency(One("latency-ms"));
        return new NodeCommandLine
        {
            Node = new ServiceNodeOptions
            {
                Name = name,
                Namespace = new MeshNamespace(One("namespace") ?? MeshNamespace.DefaultName),
                Capacity = Whole("capacity", 4, 1, 100_000),
                QubitMax = Whole("qubit-max", 32, 1, 1_000_000),
                ServiceTypes = All("service-type") is { Count: > 0 } types ? [.. types] : new ServiceNodeOptions().ServiceTypes,
                Fidelity = Number("fidelity"),
                LinkFidelity = Number("link-fidelity"),
                ReadoutError = Number("readout"),
                Damping = Number("damping") ?? 0,
                DriftPerHour = Number("drift") ?? 0,
                Faults = new FaultSettings { LatencyFromMs = from, LatencyToMs = to, DropRate = Number("drop-rate") ?? 0, RejectRate = Number("reject-rate") ?? 0 },
                TrustTier = One("trust-tier") ?? "platform_managed",
                Experiments = given.ContainsKey("experiments"),
            },
            Listen = Addresses("listen") is { Count: > 0 } listen ? listen : [Multiaddr.Parse(string.Create(CultureInfo.InvariantCulture, $"/ip4/127.0.0.1/tcp/{port}"))],
            Announce = Addresses("announce"),
            Bootstrap = [.. Addresses("bootstrap").Select(a => a.Peer is not null ? a.ToString() : throw new FormatException($"--bootstrap {a} does not end in /p2p/ and a peer id"))],
            DataFolder = One("data") ?? Path.Combine("data", name),
            ParentPipe = given.ContainsKey("parent-pipe"),
            JsonLog = given.ContainsKey("json"),
            Help = given.ContainsKey("help"),
        };

        List<string> All(string option) =>
            [.. given.GetValueOrDefault(option, []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

        string? One(string option) => given.GetValueOrDefault(option) is { } values
            ? values.Count == 1 ? values[0] : throw new FormatException($"--{option} is given more than once")
            : null;

        double? Number(string option) => One(option) is { } text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : throw new FormatException($"--{option} {text} is no number")
            : null;

        int Whole(string option, int otherwise, int least, int most) => One(option) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
            : throw new FormatException($"--{option} {text} is no whole number from {least} to {most}");

        List<Multiaddr> Addresses(string option) => [.. All(option).Select(text =>
            Multiaddr.TryParse(text, out Multiaddr? address, out string? error) ? address : throw new FormatException($"--{option}: {error}"))];
    }

    private static (double From, double To) Latency(string? text)
    {
        string[] parts = (text ?? "0").Split('-');
        if (parts.Length <= 2
            && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double from)
            && double.TryParse(parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double to)
            && from <= to)
        {
            return (from, to);
        }

        throw new FormatException($"--latency-ms {text} is neither milliseconds nor a range such as 1-30");
    }

    private static Dictionary<string, List<string>> Split(IReadOnlyList<string> arguments)
    {
        Dictionary<string, List<string>> given = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new FormatException($"'{arguments[i]}' is no option; options are --name value");
            }

            string[] parts = arguments[i][2..].Split('=', 2);
            if (Flags.Contains(parts[0]))
            {
                given[parts[0]] = parts.Length == 1 ? [] : throw new FormatException($"--{parts[0]} takes no value");
                continue;
            }

            if (!Values.Contains(parts[0]))
            {
                throw new FormatException($"there is no option --{parts[0]}; there are {string.Join(", ", Values.Concat(Flags).Select(n => $"--{n}"))}");
            }

            if (!given.TryGetValue(parts[0], out List<string>? values))
            {
                given.Add(parts[0], values = []);
            }

            if (parts.Length == 2)
            {
                values.Add(parts[1]);
                continue;
            }

            // Lists may be given as --bootstrap A B.
            int before = values.Count;
            while (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                values.Add(arguments[++i]);
            }

            if (values.Count == before)
            {
                throw new FormatException($"--{parts[0]} needs a value");
            }
        }

        return given;
    }
}
