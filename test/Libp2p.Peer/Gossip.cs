using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

using Orleans.QuantumMesh.Libp2p.PubSub;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>GossipSub as the interop peers use it: prints what it hears.</summary>
internal static class Gossip
{
    public static GossipSub Create(Libp2pHost host, PeerIdentity identity, Output output)
    {
        GossipSub gossip = new(host, identity);
        gossip.PeerSubscribed += (peer, topic) => output.Emit("subscribed", new() { ["peer"] = peer.Text, ["topic"] = topic });
        gossip.PeerUnsubscribed += (peer, topic) => output.Emit("unsubscribed", new() { ["peer"] = peer.Text, ["topic"] = topic });
        return gossip;
    }

    public static IReadOnlyList<string> Topics(Arguments arguments) =>
        arguments.List("topic") is { Count: > 0 } topics ? topics : [PeerHost.DefaultTopic];

    public static string Text(GossipMessage message) => Encoding.UTF8.GetString(message.Data.Span);

    /// <remarks>GossipSub delivers only what is rightly signed.</remarks>
    public static JsonObject Describe(GossipMessage message) => new()
    {
        ["topic"] = message.Topic,
        ["author"] = message.Author.Text,
        ["via"] = message.DeliveredBy.Text,
        ["data"] = Text(message),
        ["seqno"] = message.Sequence.ToString("x16", CultureInfo.InvariantCulture),
        ["signature_valid"] = true,
    };

    public static ValueTask<int> PublishTextAsync(this GossipSub gossip, string topic, string text) => gossip.PublishAsync(topic, Encoding.UTF8.GetBytes(text));
}
