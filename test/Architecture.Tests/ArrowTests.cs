namespace Orleans.QuantumMesh.Architecture.Tests;

/// <summary>Which room may see which; the arrows of docs/architecture.md.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Libp2p"] = [],
        ["Grains.Abstractions"] = ["Core"],
        ["Mesh.Protocol"] = ["Grains.Abstractions", "Core"],
        ["Storage"] = ["Grains.Abstractions", "Core"],
        ["Grains"] = ["Storage", "Mesh.Protocol", "Grains.Abstractions", "Core"],
        ["Libp2pBridge"] = ["Libp2p", "Mesh.Protocol", "Grains.Abstractions", "Grains", "Core"],
        ["ServiceNode"] = ["Libp2pBridge", "Mesh.Protocol", "Libp2p", "Grains.Abstractions", "Core"],
        ["Gateway"] = ["Grains.Abstractions", "Core"],
        ["Cli"] = ["Grains.Abstractions", "Core"],
        ["Silo"] = ["Gateway", "Grains", "Libp2pBridge", "Storage", "Mesh.Protocol", "Libp2p", "Grains.Abstractions", "Core"],
    };

    public static TheoryData<string> Rooms => [.. Room.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_that_it_may_see(string name)
    {
        Assert.True(MayReference.ContainsKey(name), $"The room {name} has no arrows yet: add it here and to docs/architecture.md.");
        Assert.Empty(Room.All[name].Sees.Except(MayReference[name]));
    }

    [Fact]
    public void The_arrows_have_no_way_back() => Assert.DoesNotContain(Room.All.Values, room => room.SeesInAll().Contains(room.Name));

    [Fact]
    public void Core_takes_no_package() => Assert.Empty(Room.All["Core"].Packages);

    [Theory]
    [InlineData("Core")]
    [InlineData("Libp2p")]
    public void Rooms_below_the_grains_know_nothing_of_Orleans(string name) =>
        Assert.DoesNotContain(Room.All[name].Packages, package => package.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Cli")]
    public void Clients_see_the_contract_and_Core_alone(string name) =>
        Assert.Subset(new HashSet<string> { "Grains.Abstractions", "Core" }, new HashSet<string>(Room.All[name].SeesInAll()));

    [Fact]
    public void Every_room_of_the_solution_is_looked_at() => Assert.Superset(new HashSet<string>(MayReference.Keys), new HashSet<string>(Room.All.Keys));
}
