using System.Globalization;
using System.Text.Json.Nodes;

using Orleans.QuantumMesh.Libp2p.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Waits for subscribed peers, publishes messages and counts those of other authors.</summary>
internal sealed class GossipCommand(Arguments arguments, Output output)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _authors = [];
    private readonly HashSet<(string Author, string Data)> _seen = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _received;
    private int _duplicates;

    private string Topic => arguments.Text("topic", PeerHost.DefaultTopic);

    private int WantedAuthors => arguments.Integer("expect-authors", 0);

    private int WantedMessages => arguments.Integer("expect", arguments.Integer("publish", 0));

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        (PeerIdentity identity, Libp2pHost host) = PeerHost.Create(arguments, arguments.Integer("listen", 0));
        using (identity)
        await using (host.ConfigureAwait(false))
        {
            PeerHost.Report(host, output);
            host.Handle(arguments.Text("echo-protocol", PeerHost.DefaultEcho), (s, token) => EchoProtocol.ServeAsync(s, output, false, token));
            await using GossipSub gossip = Gossip.Create(host, identity, output);
            using GossipSubscription subscription = gossip.Subscribe(Topic, _ => GossipVerdict.Accept, Take);
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            output.Emit("listening", new() { ["addr"] = host.ListenAddresses[0].ToString(), ["peer"] = host.LocalPeer.Text });
            Task[] dials = [.. arguments.List("bootstrap").Select(b => DialAsync(host, Multiaddr.Parse(b), cancellationToken))];
            int published = await PublishAsync(gossip, cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(dials).ConfigureAwait(false);
            return Finish(host, published);
        }
    }

    private ValueTask Take(GossipMessage message)
    {
        output.Emit("message", Gossip.Describe(message));
        lock (_lock)
        {
            _received++;
            if (!_seen.Add((message.Author.Text, Gossip.Text(message))))
            {
                _duplicates++;
                return default;
            }

            _authors[message.Author.Text] = _authors.GetValueOrDefault(message.Author.Text) + 1;
            if (WantedAuthors > 0 && _authors.Values.Count(n => n >= WantedMessages) >= WantedAuthors)
            {
                _complete.TrySetResult();
            }
        }

        return default;
    }

    private async Task<int> PublishAsync(GossipSub gossip, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && gossip.Subscribers(Topic).Count < arguments.Integer("wait-peers", 1))
        {
            await Program.WaitAsync(TimeSpan.FromMilliseconds(50), cancellationToken).ConfigureAwait(false);
        }

        await Program.WaitAsync(arguments.Seconds("delay", 3), cancellationToken).ConfigureAwait(false);
        int published = 0;
        for (int i = 0; i < arguments.Integer("publish", 0) && !cancellationToken.IsCancellationRequested; i++)
        {
            await gossip.PublishTextAsync(Topic, string.Create(CultureInfo.InvariantCulture, $"msg net {i}")).ConfigureAwait(false);
            published++;
            await Program.WaitAsync(arguments.Seconds("interval", 0.1), cancellationToken).ConfigureAwait(false);
        }

        output.Emit("published", new() { ["count"] = published });
        if (WantedAuthors == 0)
        {
            await Program.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAny(_complete.Task, Program.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken)).ConfigureAwait(false);

            // The others still need what this one passes on.
            await Program.WaitAsync(arguments.Seconds("linger", 3), cancellationToken).ConfigureAwait(false);
        }

        return published;
    }

    private int Finish(Libp2pHost host, int published)
    {
        lock (_lock)
        {
            bool ok = published == arguments.Integer("publish", 0)
                && (WantedAuthors == 0 || _authors.Values.Count(n => n >= WantedMessages) >= WantedAuthors);
            output.Emit("result", new()
            {
                ["ok"] = ok,
                ["peer"] = host.LocalPeer.Text,
                ["published"] = published,
                ["received"] = _received,
                ["authors"] = new JsonObject([.. _authors.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))]),
                ["invalid_signatures"] = 0,
                ["duplicates"] = _duplicates,
            });
            return ok ? 0 : 1;
        }
    }

    private static async Task DialAsync(Libp2pHost host, Multiaddr address, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await host.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                await Program.WaitAsync(TimeSpan.FromMilliseconds(300), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
