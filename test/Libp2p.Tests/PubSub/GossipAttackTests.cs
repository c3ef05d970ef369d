using System.Text.Json;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>The go peer's attacks on gossip, each on a host of its own and all at once.</summary>
public sealed class GossipAttackTests
{
    [Fact]
    public async Task NoAttackGetsAnythingThroughOrHoldsUpHonestPeers()
    {
        string[] kinds =
        [
            "ihave-flood", "iwant-flood", "gossip-unsigned", "gossip-wrong-signature", "gossip-changed-data", "gossip-forged-from", "gossip-forged-target",
            "gossip-no-seqno", "gossip-no-from", "gossip-replay", "oversized-rpc", "subscribe-flood", "graft-flood", "publish-flood",
        ];
        JsonElement[] results = await Task.WhenAll(kinds.Select(AttackAsync));
        Assert.All(results, result => Assert.True(result.GetProperty("ok").GetBoolean(), result.ToString()));
        Assert.Equal(5000, results[0].GetProperty("ihave").GetProperty("ids_asked_for").GetInt32());
        Assert.Equal(3, results[1].GetProperty("iwant").GetProperty("copies_sent").GetInt32());
    }

    private static async Task<JsonElement> AttackAsync(string kind)
    {
        await using SocketNode node = await SocketNode.StartAsync();
        await using InteropPeer attacker = InteropPeer.Start("go", "attack", node.Address.ToString(), "--kind", kind, "--seconds", "2", "--limit", "60");
        return await attacker.WaitForAsync("result");
    }
}
