using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Measures dials, round trips and bulk against a listener, as the other interop peers do, and prints one result.</summary>
internal sealed class BenchCommand
{
    private const int WarmUp = 20;
    private readonly Libp2pHost _host;
    private readonly PeerId _peer;
    private readonly string _echo;
    private readonly int _requests;
    private readonly JsonObject _result = [];
    private bool _ok = true;

    private BenchCommand(Arguments arguments, Libp2pHost host, PeerId peer)
    {
        _host = host;
        _peer = peer;
        _echo = arguments.Text("echo-protocol", PeerHost.DefaultEcho);
        _requests = arguments.Integer("requests", 1000);
        _result["remote"] = peer.Text;
    }

    public static async Task<int> RunAsync(Arguments arguments, Output output, CancellationToken cancellationToken)
    {
        Multiaddr address = Multiaddr.Parse(arguments.Words.FirstOrDefault() ?? "");
        (PeerIdentity identity, Libp2pHost host) = PeerHost.Create(arguments, null);
        using (identity)
        await using (host.ConfigureAwait(false))
        {
            List<double> dials = [];
            PeerId peer = default;
            for (int i = 0; i < 20; i++)
            {
                long start = Stopwatch.GetTimestamp();
                peer = await host.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
                dials.Add(DialCommand.Milliseconds(Stopwatch.GetElapsedTime(start)));
                await Task.Delay(30, cancellationToken).ConfigureAwait(false);
                if (i < 19)
                {
                    host.Disconnect(peer);
                    await Task.Delay(30, cancellationToken).ConfigureAwait(false);
                }
            }

            BenchCommand bench = new(arguments, host, peer);
            dials.Sort();
            bench._result["dial_ms"] = new JsonObject { ["n"] = 20, ["median"] = dials[10], ["max"] = dials[19] };
            await bench.MeasureAsync(arguments.Integer("mib", 100), cancellationToken).ConfigureAwait(false);
            bench._result["ok"] = bench._ok;
            output.Emit("result", bench._result);
            return bench._ok ? 0 : 1;
        }
    }

    private async Task MeasureAsync(int mib, CancellationToken cancellationToken)
    {
        foreach (int size in new[] { 64, 4096 })
        {
            byte[] frame = RandomNumberGenerator.GetBytes(size);
            string suffix = size.ToString(CultureInfo.InvariantCulture);
            await TryAsync($"new_stream_{suffix}", () => NewStreamAsync(frame, cancellationToken)).ConfigureAwait(false);
            await TryAsync($"open_stream_{suffix}", () => OpenStreamAsync(frame, cancellationToken)).ConfigureAwait(false);
            await TryAsync($"new_stream_32_{suffix}", () => ManyNewStreamsAsync(frame, cancellationToken)).ConfigureAwait(false);
            await TryAsync($"open_stream_32_{suffix}", () => ManyOnOneStreamAsync(frame, cancellationToken)).ConfigureAwait(false);
        }

        await TryAsync("upload", () => PerfAsync((long)mib << 20, 0, cancellationToken)).ConfigureAwait(false);
        await TryAsync("download", () => PerfAsync(0, (long)mib << 20, cancellationToken)).ConfigureAwait(false);
    }

    private async Task TryAsync(string name, Func<Task<JsonNode>> measure)
    {
        try
        {
            _result[name] = await measure().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            _result[name] = $"failed: {e.Message}";
            _ok = false;
        }
    }

    private async Task OneAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await using EchoStream echo = await EchoStream.OpenAsync(_host, _peer, _echo, cancellationToken).ConfigureAwait(false);
        await echo.TripAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonNode> NewStreamAsync(byte[] frame, CancellationToken cancellationToken)
    {
        List<double> trips = [];
        for (int i = 0; i < _requests + WarmUp; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await OneAsync(frame, cancellationToken).ConfigureAwait(false);
            trips.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Quantiles(trips);
    }

    private async Task<JsonNode> OpenStreamAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await using EchoStream echo = await EchoStream.OpenAsync(_host, _peer, _echo, cancellationToken).ConfigureAwait(false);
        List<double> trips = [];
        for (int i = 0; i < _requests + WarmUp; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await echo.TripAsync(frame, cancellationToken).ConfigureAwait(false);
            trips.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Quantiles(trips);
    }

    private async Task<JsonNode> ManyNewStreamsAsync(byte[] frame, CancellationToken cancellationToken)
    {
        int each = _requests * 2 / 32;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            for (int i = 0; i < each; i++)
            {
                await OneAsync(frame, cancellationToken).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        return Rate(each * 32, Stopwatch.GetElapsedTime(start));
    }

    private async Task<JsonNode> ManyOnOneStreamAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await using EchoStream echo = await EchoStream.OpenAsync(_host, _peer, _echo, cancellationToken).ConfigureAwait(false);
        using SemaphoreSlim slots = new(32);
        int total = _requests * 4;
        Queue<long> sent = new();
        List<double> trips = new(total);
        long start = Stopwatch.GetTimestamp();
        Task writer = Task.Run(
            async () =>
            {
                for (int i = 0; i < total; i++)
                {
                    await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                    lock (sent)
                    {
                        sent.Enqueue(Stopwatch.GetTimestamp());
                    }

                    await echo.SendAsync(frame, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);
        for (int i = 0; i < total; i++)
        {
            await echo.ExpectAsync(frame, cancellationToken).ConfigureAwait(false);
            lock (sent)
            {
                trips.Add(Stopwatch.GetElapsedTime(sent.Dequeue()).TotalMilliseconds);
            }

            slots.Release();
        }

        await writer.ConfigureAwait(false);
        JsonObject rate = Rate(total, Stopwatch.GetElapsedTime(start));
        JsonObject quantiles = Quantiles(trips.Skip(WarmUp));
        rate["p50_ms"] = quantiles["p50_ms"]!.DeepClone();
        rate["p99_ms"] = quantiles["p99_ms"]!.DeepClone();
        return rate;
    }

    private async Task<JsonNode> PerfAsync(long up, long down, CancellationToken cancellationToken)
    {
        await using IPeerStream stream = await _host.OpenStreamAsync(_peer, [PerfProtocol.Id], cancellationToken).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        await PerfProtocol.AskAsync(stream, up, down, cancellationToken).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new JsonObject { ["mib"] = (up + down) >> 20, ["seconds"] = Math.Round(seconds, 3), ["mb_per_s"] = Math.Round((up + down) / 1e6 / seconds, 1) };
    }

    private static JsonObject Quantiles(IEnumerable<double> trips)
    {
        double[] sorted = [.. trips.Skip(WarmUp).Order()];
        return new() { ["n"] = sorted.Length, ["p50_ms"] = At(.5), ["p99_ms"] = At(.99) };
        double At(double p) => Math.Round(sorted[(int)((sorted.Length - 1) * p)], 3);
    }

    private static JsonObject Rate(int count, TimeSpan time) =>
        new() { ["n"] = count, ["requests_per_s"] = Math.Round(count / time.TotalSeconds, 1) };
}
