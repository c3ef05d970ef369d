using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Executions whose answers nodes need not keep any longer; told to them in batches, best effort. Thread-safe.</summary>
public sealed class ForgetQueue
{
    private const int LargestBatch = 1000;

    private readonly Lock gate = new();
    private Dictionary<string, List<string>> waiting = new(StringComparer.Ordinal);

    /// <summary>A node need not keep an execution's answer.</summary>
    public void Add(string nodeId, string executionId)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(nodeId, out List<string>? ids))
            {
                waiting[nodeId] = ids = [];
            }

            ids.Add(executionId);
        }
    }

    /// <summary>Tells the nodes.</summary>
    public async Task FlushAsync(IMeshBridge bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        Dictionary<string, List<string>> batch;
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                return;
            }

            batch = waiting;
            waiting = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        }

        foreach ((string nodeId, List<string> ids) in batch)
        {
            foreach (string[] part in ids.Chunk(LargestBatch))
            {
                await bridge.Forget(nodeId, part);
            }
        }
    }
}
