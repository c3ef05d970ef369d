using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>This stack and other implementations, each dialing the other, as processes over loopback.</summary>
[Trait("Category", "Interop")]
public sealed class InteropTests
{
    private static readonly string[] Steps = ["gossip", "echo", "large_echo_1MiB", "half_close", "unsupported_protocol", "parallel_32"];

    [Theory]
    [InlineData("net")]
    [InlineData("go")]
    [InlineData("js")]
    [InlineData("rust")]
    [InlineData("py")]
    public Task This_stack_dials(string listener) => DialAsync("net", listener);

    [Theory]
    [InlineData("go")]
    [InlineData("js")]
    [InlineData("rust")]
    [InlineData("py")]
    public Task This_stack_is_dialed_by(string dialer) => DialAsync(dialer, "net");

    [Theory]
    [InlineData("net")]
    [InlineData("go")]
    [InlineData("js")]
    public async Task A_key_seed_names_the_same_peer_everywhere(string implementation)
    {
        using PeerIdentity identity = PeerIdentity.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes("interop seed")));

        (InteropPeer peer, string address) = await InteropPeer.ListenAsync(implementation, "--key-seed", "interop seed");
        await using (peer)
        {
            Assert.Equal(identity.Id, Multiaddr.Parse(address).Peer);
        }
    }

    [Fact]
    public async Task A_go_listener_that_is_another_peer_is_refused()
    {
        await using InteropPeer impostor = InteropPeer.Start("go", "attack", "--kind", "wrong-identity", "--listen", InteropPeer.FreePort());
        string address = (await impostor.WaitForAsync("listening")).GetProperty("addr").GetString()!;
        await using InteropPeer dialer = InteropPeer.Start("net", "dial", address);

        Assert.False((await dialer.WaitForAsync("result")).GetProperty("ok").GetBoolean());
        JsonElement seen = await impostor.WaitForAsync("dialer");
        Assert.True(seen.GetProperty("refused").GetBoolean());
        Assert.Equal("noise", seen.GetProperty("stage").GetString());
    }

    private static async Task DialAsync(string dialer, string listener)
    {
        (InteropPeer listening, string address) = await InteropPeer.ListenAsync(listener);
        await using (listening)
        {
            await using InteropPeer dialing = InteropPeer.Start(dialer, "dial", address);
            JsonElement result = await dialing.WaitForAsync("result");

            Assert.True(result.GetProperty("ok").GetBoolean(), result.ToString());
            Assert.All(Steps, s => Assert.Equal("ok", result.GetProperty(s).GetString()));
            Assert.True(result.GetProperty("ping_ms").GetDouble() > 0);
            Assert.NotEmpty(result.GetProperty("identify").GetProperty("agent").GetString()!);
        }
    }
}
