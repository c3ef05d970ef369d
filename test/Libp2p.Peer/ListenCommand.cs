using Orleans.QuantumMesh.Libp2p.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Listens until SIGTERM or for <c>--seconds</c>.</summary>
internal static class ListenCommand
{
    public static async Task<int> RunAsync(Arguments arguments, Output output, CancellationToken cancellationToken)
    {
        (PeerIdentity identity, Libp2pHost host) = PeerHost.Create(arguments, arguments.Integer("port", 0));
        using (identity)
        await using (host.ConfigureAwait(false))
        {
            if (!arguments.Has("quiet"))
            {
                PeerHost.Report(host, output);
            }

            bool log = arguments.Has("log-echo");
            host.Handle(arguments.Text("echo-protocol", PeerHost.DefaultEcho), (s, token) => EchoProtocol.ServeAsync(s, output, log, token));
            host.Handle(PerfProtocol.Id, PerfProtocol.ServeAsync);
            await using GossipSub gossip = Gossip.Create(host, identity, output);
            foreach (string topic in Gossip.Topics(arguments))
            {
                gossip.Subscribe(topic, _ => GossipVerdict.Accept, message => AnswerAsync(gossip, message, output));
            }

            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            output.Emit("listening", new() { ["addr"] = host.ListenAddresses[0].ToString(), ["peer"] = host.LocalPeer.Text });
            await Program.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            return 0;
        }
    }

    private static async ValueTask AnswerAsync(GossipSub gossip, GossipMessage message, Output output)
    {
        output.Emit("message", Gossip.Describe(message));
        string text = Gossip.Text(message);
        if (text.StartsWith("hello ", StringComparison.Ordinal))
        {
            await gossip.PublishTextAsync(message.Topic, $"welcome {text[6..]}").ConfigureAwait(false);
        }
    }
}
