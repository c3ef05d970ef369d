using System.Globalization;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>The command line that all interop peers share: bare words in order, <c>--name value</c> pairs anywhere.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _options = [];

    public Arguments(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                Words.Add(word);
                continue;
            }

            string[] pair = word[2..].Split('=', 2);
            bool valueFollows = pair.Length == 1 && i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
            string value = pair.Length == 2 ? pair[1] : valueFollows ? words[++i] : "true";
            if (!_options.TryGetValue(pair[0], out List<string>? values))
            {
                _options[pair[0]] = values = [];
            }

            values.Add(value);
        }
    }

    public List<string> Words { get; } = [];

    public string Text(string name, string otherwise) => _options.TryGetValue(name, out List<string>? values) ? values[^1] : otherwise;

    public bool Has(string name) => _options.ContainsKey(name);

    public double Number(string name, double otherwise) =>
        double.TryParse(Text(name, ""), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : otherwise;

    public int Integer(string name, int otherwise) => (int)Number(name, otherwise);

    public TimeSpan Seconds(string name, double otherwise) => TimeSpan.FromSeconds(Number(name, otherwise));

    public IReadOnlyList<string> List(string name) =>
        _options.TryGetValue(name, out List<string>? values) ? [.. values.SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries))] : [];
}
