namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Nodes by the names that they were started with, others by the end of their peer id.</summary>
public sealed class NodeNames(IReadOnlyDictionary<string, string> names)
{
    private const int Shown = 8;

    public string Of(string? peerId) => peerId is null ? "-" : names.TryGetValue(peerId, out string? name) ? name : "…" + peerId[Math.Max(0, peerId.Length - Shown)..];
}
