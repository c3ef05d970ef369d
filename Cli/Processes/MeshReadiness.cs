using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Cli.Processes;

/// <summary>Waits for nodes to be known.</summary>
public static class MeshReadiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns once the coordinator lists as many peers with services.</summary>
    public static async Task WaitAsync(GatewayClient gateway, int nodes, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (nodes > 0)
        {
            JsonNode peers = await gateway.GetAsync("discovery/peers", cancellationToken);
            int known = peers["peers"]!.AsArray().Count(peer => peer!["service_count"]!.GetValue<int>() > 0);
            if (known >= nodes)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new CommandException($"after {Patience.TotalSeconds:0} s the coordinator knows {known} of {nodes} nodes.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
