using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Bench.Libp2p;

/// <summary>Round trips of our libp2p stack between two processes over loopback, beside those of go's and js's in the same run.</summary>
internal sealed class StreamMeasurement : IMeasurement
{
    private const double AimMilliseconds = 0.3;
    private static readonly (string Dialer, string Listener)[] Pairs =
        [("net", "net"), ("go", "go"), ("js", "js"), ("net", "go"), ("go", "net"), ("net", "js"), ("js", "net")];

    public string Name => "streams";

    public string Description => "libp2p request round trips, 1 and 32 in flight, beside go's and js's [requests=1000]";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string requests = arguments.Length > 0 ? arguments[0] : "1000";
        Console.WriteLine($"libp2p, dialer → listener, two processes over loopback, {requests} requests; times p50 / p99 in ms; 100 MiB in MB/s");
        foreach (string other in new[] { "go", "js" }.Where(o => PeerProcess.Command(o) is null))
        {
            Console.WriteLine($"no {other} peer: neither QMESH_PEER_{other.ToUpperInvariant()} nor peer-{other} on PATH; its rows are left out");
        }

        Console.WriteLine("| pair | dial | open stream 64 B | 4 KiB | new stream 64 B | 32 in flight 64 B, requests/s | 4 KiB | 32 in flight 64 B, ms | up | down |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        double own = double.NaN;
        foreach ((string dialer, string listener) in Pairs)
        {
            if (PeerProcess.Command(dialer) is not { } dial || PeerProcess.Command(listener) is not { } listen)
            {
                continue;
            }

            JsonElement result = await MeasureAsync(dial, listen, requests, cancellationToken).ConfigureAwait(false);
            if (!result.GetProperty("ok").GetBoolean())
            {
                throw new InvalidOperationException($"{dialer} → {listener} failed: {result}");
            }

            own = double.IsNaN(own) ? result.GetProperty("open_stream_64").GetProperty("p50_ms").GetDouble() : own;
            Console.WriteLine(Row($"{dialer} → {listener}", result));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"aim: open stream p50 below {AimMilliseconds} ms; ours {own:0.###} ms"));
        return own < AimMilliseconds ? 0 : 1;
    }

    private static async Task<JsonElement> MeasureAsync(string[] dial, string[] listen, string requests, CancellationToken cancellationToken)
    {
        using PeerProcess listener = PeerProcess.Start(listen, "listen", "--port", PeerProcess.FreePort(), "--quiet");
        JsonElement listening = await listener.WaitForAsync("listening", cancellationToken).ConfigureAwait(false);
        using PeerProcess dialer = PeerProcess.Start(dial, "bench", "dial", listening.GetProperty("addr").GetString()!, "--requests", requests);
        return await dialer.WaitForAsync("result", cancellationToken).ConfigureAwait(false);
    }

    private static string Row(string pair, JsonElement result)
    {
        string[] cells =
        [
            pair,
            Number(result, "dial_ms", "median", "0.0"),
            Times(result, "open_stream_64"),
            Times(result, "open_stream_4096"),
            Times(result, "new_stream_64"),
            Number(result, "open_stream_32_64", "requests_per_s", "0"),
            Number(result, "open_stream_32_4096", "requests_per_s", "0"),
            Times(result, "open_stream_32_64"),
            Number(result, "upload", "mb_per_s", "0"),
            Number(result, "download", "mb_per_s", "0"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Times(JsonElement result, string name) =>
        result.GetProperty(name).TryGetProperty("p50_ms", out _) ? $"{Number(result, name, "p50_ms", "0.000")} / {Number(result, name, "p99_ms", "0.000")}" : "–";

    private static string Number(JsonElement result, string name, string field, string format) =>
        result.GetProperty(name).GetProperty(field).GetDouble().ToString(format, CultureInfo.InvariantCulture);
}
