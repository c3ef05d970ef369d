namespace Orleans.QuantumMesh.Libp2p.PubSub;

/// <summary>Running totals since start; safe to read and add to from any thread.</summary>
public sealed class GossipCounters
{
    private readonly long[] _values = new long[Enum.GetValues<GossipCounter>().Length];

    /// <summary>The total of one counter.</summary>
    public long this[GossipCounter counter] => Interlocked.Read(ref _values[(int)counter]);

    /// <summary>All totals above zero, at about the same instant.</summary>
    public IReadOnlyDictionary<GossipCounter, long> Snapshot() =>
        Enum.GetValues<GossipCounter>().Where(c => this[c] != 0).ToDictionary(c => c, c => this[c]);

    internal void Add(GossipCounter counter, long amount = 1) => Interlocked.Add(ref _values[(int)counter], amount);
}
