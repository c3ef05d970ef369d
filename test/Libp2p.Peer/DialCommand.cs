using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

using Orleans.QuantumMesh.Libp2p.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Dials a peer, runs the interop steps and prints a result.</summary>
internal sealed class DialCommand
{
    private readonly Arguments _arguments;
    private readonly Output _output;
    private readonly Libp2pHost _host;
    private readonly GossipSub _gossip;
    private readonly PeerId _peer;
    private readonly string _echo;
    private readonly JsonObject _result;
    private bool _ok = true;

    private DialCommand(Arguments arguments, Output output, Libp2pHost host, GossipSub gossip, PeerId peer)
    {
        _arguments = arguments;
        _output = output;
        _host = host;
        _gossip = gossip;
        _peer = peer;
        _echo = arguments.Text("echo-protocol", PeerHost.DefaultEcho);
        _result = new() { ["remote"] = peer.Text };
    }

    public static async Task<int> RunAsync(Arguments arguments, Output output, CancellationToken cancellationToken)
    {
        Multiaddr address = Multiaddr.Parse(arguments.Words.FirstOrDefault() ?? "");
        (PeerIdentity identity, Libp2pHost host) = PeerHost.Create(arguments, null);
        using (identity)
        await using (host.ConfigureAwait(false))
        {
            PeerHost.Report(host, output);
            await using GossipSub gossip = Gossip.Create(host, identity, output);
            TaskCompletionSource<PeerInfo> identified = new(TaskCreationOptions.RunContinuationsAsynchronously);
            host.PeerIdentified += info => identified.TrySetResult(info);
            long start = Stopwatch.GetTimestamp();
            DialCommand command = new(arguments, output, host, gossip, await host.ConnectAsync(address, cancellationToken).ConfigureAwait(false));
            command._result["dial_ms"] = Milliseconds(Stopwatch.GetElapsedTime(start));
            return await command.StepsAsync(identified.Task, cancellationToken).ConfigureAwait(false);
        }
    }

    public static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    private async Task<int> StepsAsync(Task<PeerInfo> identified, CancellationToken cancellationToken)
    {
        await StepAsync("identify", async token => PeerHost.Identify(await identified.WaitAsync(token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        await StepAsync("ping_ms", PingAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("gossip", GossipAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("echo", EchoAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("large_echo_1MiB", LargeEchoAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("half_close", HalfCloseAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("unsupported_protocol", UnsupportedProtocolAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync("parallel_32", ParallelAsync, cancellationToken).ConfigureAwait(false);
        if (_host.Connections.FirstOrDefault(c => c.Peer == _peer) is { } connection)
        {
            _result["security"] = "/noise";
            _result["muxer"] = "/yamux/1.0.0";
            _result["early_muxer"] = connection.UsedEarlyMuxer;
        }
        else
        {
            _result["error"] = "connection was lost";
            _ok = false;
        }

        _result["ok"] = _ok;
        _output.Emit("result", _result);
        return _ok ? 0 : 1;
    }

    private async Task StepAsync(string name, Func<CancellationToken, Task<JsonNode?>> step, CancellationToken cancellationToken)
    {
        if (_arguments.List("skip").Contains(name))
        {
            _result[name] = "skipped";
            return;
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_arguments.Seconds("step-timeout", 10));
        try
        {
            _result[name] = await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _result[name] = "timeout";
            _ok = false;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException)
        {
            _result[name] = $"failed: {e.Message}";
            _ok = false;
        }
    }

    private async Task<JsonNode?> PingAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<TimeSpan> trips = await _host.PingAsync(_peer, 5, cancellationToken).ConfigureAwait(false);
        return Milliseconds(trips.Order().ElementAt(2));
    }

    private async Task<JsonNode?> GossipAsync(CancellationToken cancellationToken)
    {
        string topic = _arguments.Text("topic", PeerHost.DefaultTopic);
        string tag = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        TaskCompletionSource<PeerId> welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using GossipSubscription subscription = _gossip.Subscribe(topic, _ => GossipVerdict.Accept, message =>
        {
            _output.Emit("message", Gossip.Describe(message));
            if (Gossip.Text(message) == $"welcome {tag}")
            {
                welcome.TrySetResult(message.Author);
            }

            return default;
        });
        while (!_gossip.Subscribers(topic).Contains(_peer))
        {
            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }

        long start = Stopwatch.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            await _gossip.PublishTextAsync(topic, $"hello {tag}").ConfigureAwait(false);
            if (await Task.WhenAny(welcome.Task, Task.Delay(1500, cancellationToken)).ConfigureAwait(false) == welcome.Task)
            {
                _result["gossip_attempts"] = attempt;
                _result["gossip_ms"] = Milliseconds(Stopwatch.GetElapsedTime(start));
                return await welcome.Task.ConfigureAwait(false) == _peer ? "ok" : throw new InvalidDataException("welcome is not signed by its author");
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<JsonNode?> EchoAsync(CancellationToken cancellationToken)
    {
        await using EchoStream echo = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (int size in new[] { 1, 64, 127, 128, 4096, 16384, 65536 })
        {
            await echo.TripAsync(RandomNumberGenerator.GetBytes(size), cancellationToken).ConfigureAwait(false);
        }

        byte[][] frames = [.. Enumerable.Range(0, 50).Select(i => RandomNumberGenerator.GetBytes(100 + i))];
        foreach (byte[] frame in frames)
        {
            await echo.SendAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        foreach (byte[] frame in frames)
        {
            await echo.ExpectAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        return "ok";
    }

    private async Task<JsonNode?> LargeEchoAsync(CancellationToken cancellationToken)
    {
        await using EchoStream echo = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await echo.TripAsync(RandomNumberGenerator.GetBytes(EchoProtocol.MaxFrame), cancellationToken).ConfigureAwait(false);
        return "ok";
    }

    private async Task<JsonNode?> HalfCloseAsync(CancellationToken cancellationToken)
    {
        await using EchoStream echo = await OpenAsync(cancellationToken).ConfigureAwait(false);
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetBytes(1000))];
        foreach (byte[] frame in frames)
        {
            await echo.SendAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        await echo.Stream.CloseWriteAsync(cancellationToken).ConfigureAwait(false);
        foreach (byte[] frame in frames)
        {
            await echo.ExpectAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        await echo.ExpectEndAsync(cancellationToken).ConfigureAwait(false);
        return "ok";
    }

    private async Task<JsonNode?> UnsupportedProtocolAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using IPeerStream stream = await _host.OpenStreamAsync(_peer, ["/interop/none/1.0.0"], cancellationToken).ConfigureAwait(false);
            throw new InvalidDataException("accepted");
        }
        catch (ProtocolNotSupportedException)
        {
            await using EchoStream echo = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await echo.TripAsync("still here"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            return "ok";
        }
    }

    private async Task<JsonNode?> ParallelAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            await using EchoStream echo = await OpenAsync(cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < 5; i++)
            {
                await echo.TripAsync(RandomNumberGenerator.GetBytes(3000), cancellationToken).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        return "ok";
    }

    private Task<EchoStream> OpenAsync(CancellationToken cancellationToken) => EchoStream.OpenAsync(_host, _peer, _echo, cancellationToken);
}
