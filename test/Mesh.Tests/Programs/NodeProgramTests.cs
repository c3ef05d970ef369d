using System.Text.Json;

using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Tests.Conversations;
using Orleans.QuantumMesh.Mesh.Tests.Interop;

namespace Orleans.QuantumMesh.Mesh.Tests.Programs;

public sealed class NodeProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("node-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ARestartedNodeHasItsIdentityAndPortAndFindsItsCoordinatorAgain()
    {
        await using Libp2pMeshHost coordinator = await Sockets.HostAsync();
        string[] arguments = ["--data", _folder, "--bootstrap", coordinator.Addresses[0], "--name", "one", "--capacity", "2", "--service-type", "cnot,hadamard", "--parent-pipe"];
        string address;
        await using (NodeProgram node = NodeProgram.Start(arguments))
        {
            JsonElement ready = await node.ReadyAsync();
            Assert.Equal("listening", ready.GetProperty("event").GetString());
            address = ready.GetProperty("addr").GetString()!;
            await MeshScene.UntilAsync(() => coordinator.ConnectedPeers.Count == 1);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "key")));
            }

            node.Input.Close();
            (int exitCode, string errors) = await node.EndAsync();
            Assert.Equal(0, exitCode);
            Assert.Contains("standard input", errors, StringComparison.Ordinal);
        }

        await using NodeProgram again = NodeProgram.Start(arguments);
        Assert.Equal(address, (await again.ReadyAsync()).GetProperty("addr").GetString());
        await MeshScene.UntilAsync(() => coordinator.ConnectedPeers.Contains(address[(address.LastIndexOf('/') + 1)..]));
    }

    [Fact]
    public async Task TerminateEndsItInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals on Windows");
        await using NodeProgram node = NodeProgram.Start("--data", _folder, "--json");
        await node.ReadyAsync();
        await node.SignalAsync("TERM");
        (int exitCode, string errors) = await node.EndAsync();
        Assert.Equal(0, exitCode);
        using JsonDocument line = JsonDocument.Parse(errors.Split('\n')[0]);
        Assert.Equal("information", line.RootElement.GetProperty("level").GetString());
    }

    [Fact]
    public async Task AFolderInUseIsRefusedInOneSentence()
    {
        await using NodeProgram node = NodeProgram.Start("--data", _folder);
        await node.ReadyAsync();
        await using NodeProgram second = NodeProgram.Start("--data", _folder);
        (int exitCode, string errors) = await second.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains(_folder, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATakenPortIsRefusedInOneSentence()
    {
        await using Libp2pMeshHost other = await Sockets.HostAsync();
        string port = other.Addresses[0].Split('/')[4];
        await using NodeProgram node = NodeProgram.Start("--data", _folder, "--port", port);
        (int exitCode, string errors) = await node.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains($"/tcp/{port}", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--colour 1", "--colour")]
    [InlineData("--capacity 0", "--capacity 0")]
    [InlineData("--fidelity high", "--fidelity high")]
    [InlineData("--fidelity 1.5", "1.5")]
    [InlineData("--bootstrap /ip4/127.0.0.1/tcp/1", "/p2p/")]
    [InlineData("--bootstrap nowhere", "--bootstrap")]
    [InlineData("--service-type magic", "magic")]
    [InlineData("--latency-ms 9-2", "--latency-ms 9-2")]
    [InlineData("--data", "--data needs a value")]
    public async Task AWrongOptionIsNamedInOneSentence(string options, string named)
    {
        await using NodeProgram node = NodeProgram.Start(["--json", .. options.Split(' '), .. options.Contains("--data") ? [] : new[] { "--data", _folder }]);
        (int exitCode, string errors) = await node.EndAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains(named, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
