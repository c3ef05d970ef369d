using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>Makes hosts as the interop peers do and prints what happens to their connections.</summary>
internal static class PeerHost
{
    public const string DefaultEcho = "/interop/echo/1.0.0";
    public const string DefaultTopic = "interop-topic";

    /// <summary>A host that listens on the loopback port (0: a free one; null: not at all).</summary>
    public static (PeerIdentity Identity, Libp2pHost Host) Create(Arguments arguments, int? port)
    {
        string seed = arguments.Text("key-seed", "");
        PeerIdentity identity = seed.Length > 0 ? PeerIdentity.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) : PeerIdentity.Generate();
        Libp2pHost host = new(identity, new Libp2pOptions
        {
            Listen = port is null ? [] : [Multiaddr.Parse($"/ip4/127.0.0.1/tcp/{port}")],
            AgentVersion = "interop-net/orleans-quantummesh-0.1.0",
            ProtocolVersion = "interop/1.0.0",
        });
        return (identity, host);
    }

    public static void Report(Libp2pHost host, Output output)
    {
        host.ConnectionOpened += c => output.Emit("connected", new()
        {
            ["peer"] = c.Peer.Text,
            ["direction"] = c.IsInbound ? "inbound" : "outbound",
            ["remote_addr"] = c.RemoteAddress.ToString(),
            ["security"] = "/noise",
            ["muxer"] = "/yamux/1.0.0",
            ["early_muxer"] = c.UsedEarlyMuxer,
        });
        host.ConnectionClosed += (c, reason) => output.Emit("disconnected", new() { ["peer"] = c.Peer.Text, ["reason"] = reason });
        host.PeerIdentified += info => output.Emit("identify", Identify(info));
        host.HandlerFailed += (peer, protocol, e) => output.Emit("error", new() { ["what"] = protocol, ["peer"] = peer.Text, ["error"] = e.Message });
    }

    public static JsonObject Identify(PeerInfo info) => new()
    {
        ["peer"] = info.Peer.Text,
        ["agent"] = info.AgentVersion,
        ["protocol_version"] = info.ProtocolVersion,
        ["protocols"] = Output.Texts(info.Protocols),
        ["listen_addrs"] = Output.Texts(info.ListenAddresses.Select(a => a.ToString())),
        ["observed_addr"] = info.ObservedAddress?.ToString() ?? "",
        ["signed_peer_record"] = info.HasSignedPeerRecord,
    };
}
