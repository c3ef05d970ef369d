using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// A silo's copy of the registry's snapshot, and what this silo itself has planned and dispatched that no heartbeat shows yet. Thread-safe.
/// </summary>
public sealed class MeshView
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> plannedSlots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> shownOwnSlots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> running = new(StringComparer.Ordinal);
    private RegistrySnapshot snapshot = RegistrySnapshot.Empty;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The snapshot at hand, without this silo's own load.</summary>
    public RegistrySnapshot Snapshot => Volatile.Read(ref snapshot);

    /// <summary>Completes when a newer snapshot is at hand than the one that stood when this was read.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <summary>The nodes with this silo's own load.</summary>
    public MeshSnapshot Nodes()
    {
        lock (gate)
        {
            return new MeshSnapshot([.. snapshot.Nodes.Select(WithOwnLoad)]);
        }
    }

    /// <summary>How many slots a node has; <see langword="null"/> where it is not known.</summary>
    public int? CapacityOf(string nodeId) => Snapshot.CapacityOf(nodeId);

    /// <summary>Takes a newer snapshot; an older one is ignored.</summary>
    public void Take(RegistrySnapshot newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        TaskCompletionSource signal;
        lock (gate)
        {
            if (newer.Version <= snapshot.Version && newer.Epoch == snapshot.Epoch)
            {
                return;
            }

            foreach (NodeOffer node in newer.Nodes)
            {
                // What a heartbeat shows as taken includes what this silo has running there.
                shownOwnSlots[node.NodeId] = Math.Min(node.SlotsTaken, running.GetValueOrDefault(node.NodeId));
            }

            Volatile.Write(ref snapshot, newer);
            signal = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.TrySetResult();
    }

    /// <summary>Counts the slots that a job's plan will take on each node at most at a time; <see cref="Release"/> takes them back.</summary>
    public void Plan(string jobId, IReadOnlyDictionary<string, int> slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        lock (gate)
        {
            Remove(jobId);
            planned[jobId] = slots;
            foreach ((string node, int count) in slots)
            {
                plannedSlots[node] = plannedSlots.GetValueOrDefault(node) + count;
            }
        }
    }

    /// <summary>The job has ended or left this silo.</summary>
    public void Release(string jobId)
    {
        lock (gate)
        {
            Remove(jobId);
        }
    }

    /// <summary>A fragment of this silo began (+1) or ended (−1) on a node.</summary>
    public void Run(string nodeId, int change)
    {
        lock (gate)
        {
            running[nodeId] = running.GetValueOrDefault(nodeId) + change;
        }
    }

    private void Remove(string jobId)
    {
        if (planned.Remove(jobId, out IReadOnlyDictionary<string, int>? slots))
        {
            foreach ((string node, int count) in slots)
            {
                plannedSlots[node] -= count;
            }
        }
    }

    private NodeOffer WithOwnLoad(NodeOffer node)
    {
        int others = node.SlotsTaken - shownOwnSlots.GetValueOrDefault(node.NodeId);
        return node with { SlotsTaken = others + plannedSlots.GetValueOrDefault(node.NodeId) };
    }
}
