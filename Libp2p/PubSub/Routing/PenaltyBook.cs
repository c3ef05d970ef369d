namespace Orleans.QuantumMesh.Libp2p.PubSub.Routing;

/// <summary>Penalty points of peers, halved every minute and kept across reconnects.</summary>
internal sealed class PenaltyBook
{
    private const double HalfLife = 60_000;
    private const int Limit = 4_096;
    private readonly Dictionary<PeerId, (double Points, long At)> _points = [];

    /// <summary>Adds points and gives the peer's total.</summary>
    public double Add(PeerId peer, double points, long now)
    {
        if (_points.Count >= Limit)
        {
            Forget(now);
        }

        double total = Current(peer, now) + points;
        _points[peer] = (total, now);
        return total;
    }

    /// <summary>Takes points off again.</summary>
    public void Relieve(PeerId peer, double points)
    {
        if (_points.TryGetValue(peer, out (double Points, long At) held))
        {
            _points[peer] = (Math.Max(0, held.Points - points), held.At);
        }
    }

    /// <summary>Drops what has faded; where that is not enough, everything.</summary>
    private void Forget(long now)
    {
        foreach (PeerId peer in _points.Keys.Where(p => Current(p, now) < 0.5).ToArray())
        {
            _points.Remove(peer);
        }

        if (_points.Count >= Limit)
        {
            _points.Clear();
        }
    }

    private double Current(PeerId peer, long now) =>
        _points.TryGetValue(peer, out (double Points, long At) held) ? held.Points * Math.Pow(0.5, (now - held.At) / HalfLife) : 0;
}
