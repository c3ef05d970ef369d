using Microsoft.Extensions.Logging.Abstractions;

using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Tests.Conversations;

namespace Orleans.QuantumMesh.Mesh.Tests.Interop;

/// <summary>The bridge as a silo starts it.</summary>
public sealed class BridgeServiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task IdentityAndPortStayInTheDataFolder()
    {
        List<string> addresses = [];
        for (int i = 0; i < 2; i++)
        {
            BridgeSlot slot = new("test");
            await using Libp2pBridgeService service = Service(new Libp2pBridgeOptions { DataFolder = _folder, Namespace = "test" }, slot);
            await service.StartAsync(MeshScene.Token);
            addresses.Add(Assert.Single(service.Addresses));
            Assert.True(slot.Status().Enabled && slot.Status().ListenersActive);
            Assert.Equal(addresses[i], Assert.Single(slot.Status().AdvertisedAddresses));
        }

        Assert.Equal(addresses[0], addresses[1]);
        Assert.EndsWith($"/p2p/{addresses[0].Split('/')[^1]}", addresses[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABridgeThatCannotListenNamesTheAddress()
    {
        await using Libp2pMeshHost other = await Sockets.HostAsync();
        string taken = string.Join('/', other.Addresses[0].Split('/')[..5]);
        await using Libp2pBridgeService service = Service(new Libp2pBridgeOptions { DataFolder = _folder, Listen = [taken] }, new BridgeSlot("test"));
        IOException refused = await Assert.ThrowsAsync<IOException>(() => service.StartAsync(MeshScene.Token));
        Assert.Contains(taken, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", null, "Libp2p:Listen")]
    [InlineData(null, "/ip4/127.0.0.1/tcp/4001", "Libp2p:Bootstrap")]
    public async Task AWrongOptionIsNamed(string? listen, string? bootstrap, string named)
    {
        Libp2pBridgeOptions options = new() { DataFolder = _folder };
        options = listen is null ? options : options with { Listen = [listen] };
        options = bootstrap is null ? options : options with { Bootstrap = [bootstrap] };
        await using Libp2pBridgeService service = Service(options, new BridgeSlot("test"));
        FormatException refused = await Assert.ThrowsAsync<FormatException>(() => service.StartAsync(MeshScene.Token));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SwitchedOffItListensOnNothing()
    {
        BridgeSlot slot = new("test");
        await using Libp2pBridgeService service = Service(new Libp2pBridgeOptions { DataFolder = _folder, Enabled = false }, slot);
        await service.StartAsync(MeshScene.Token);
        Assert.False(slot.Status().Enabled);
        Assert.Empty(service.Addresses);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static Libp2pBridgeService Service(Libp2pBridgeOptions options, BridgeSlot slot) =>
        new(options, GrainDoubles.Create().Factory, slot, TimeProvider.System, NullLogger<MeshBridge>.Instance);
}
