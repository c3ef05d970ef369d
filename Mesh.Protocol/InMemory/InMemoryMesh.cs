using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>
/// Many mesh hosts in one process, without sockets: connections, streams with limits and resets, signed pubsub to every connected subscriber,
/// and on order latency, loss, broken streams and partitions, all from one seed and one clock. Thread-safe.
/// </summary>
public sealed class InMemoryMesh
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InMemoryMeshHost> _hosts = [];
    private readonly HashSet<(string, string)> _cuts = [];
    private readonly Random _random;

    public InMemoryMesh(int seed = 0, TimeProvider? time = null)
    {
        _random = new Random(seed);
        Time = time ?? TimeProvider.System;
    }

    /// <summary>The clock of latencies.</summary>
    public TimeProvider Time { get; }

    /// <summary>What happens to traffic from now on.</summary>
    public MeshConditions Conditions { get; set; } = new();

    /// <summary>A new host. Its key is SHA-256 of the name, so that a name always has the same peer id.</summary>
    public InMemoryMeshHost CreateHost(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        InMemoryMeshHost host = new(this, name, MeshIdentity.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
        lock (_gate)
        {
            _hosts.Add(host.PeerId, host);
        }

        return host;
    }

    /// <summary>Ends what connects the two hosts and lets nothing pass until <see cref="Heal"/>.</summary>
    public void Cut(InMemoryMeshHost one, InMemoryMeshHost other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        lock (_gate)
        {
            _cuts.Add(Pair(one.PeerId, other.PeerId));
        }

        one.Disconnect(other.PeerId);
    }

    /// <summary>Lets the two hosts connect again.</summary>
    public void Heal(InMemoryMeshHost one, InMemoryMeshHost other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        lock (_gate)
        {
            _cuts.Remove(Pair(one.PeerId, other.PeerId));
        }
    }

    internal InMemoryMeshHost? Find(string from, string peerId)
    {
        lock (_gate)
        {
            return _cuts.Contains(Pair(from, peerId)) ? null : _hosts.GetValueOrDefault(peerId);
        }
    }

    internal void Remove(InMemoryMeshHost host)
    {
        lock (_gate)
        {
            if (_hosts.TryGetValue(host.PeerId, out InMemoryMeshHost? known) && ReferenceEquals(known, host))
            {
                _hosts.Remove(host.PeerId);
            }
        }
    }

    internal bool Draw(double probability)
    {
        if (probability <= 0)
        {
            return false;
        }

        lock (_gate)
        {
            return _random.NextDouble() < probability;
        }
    }

    /// <summary>One way of something; completed at once where there is no latency.</summary>
    internal Task TravelAsync(CancellationToken cancellationToken)
    {
        MeshConditions conditions = Conditions;
        TimeSpan delay = conditions.Latency;
        if (conditions.Jitter > TimeSpan.Zero)
        {
            lock (_gate)
            {
                delay += conditions.Jitter * _random.NextDouble();
            }
        }

        return delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, Time, cancellationToken);
    }

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}
