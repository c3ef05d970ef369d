using Orleans.QuantumMesh.Cli.Processes;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh up</c>: keeps a coordinator and its nodes running until it is told to stop.</summary>
public static class UpCommand
{
    private const int DefaultPort = 8081;

    private static readonly HashSet<string> Valued = ["port", "data", "nodes", "silo-option", "node-option"];
    private static readonly HashSet<string> Flags = ["experiments"];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse("up", arguments, Valued, Flags);
        if (line.Positionals.Count > 0)
        {
            throw new CommandException($"'up' takes options alone, not '{line.Positionals[0]}'.", 2);
        }

        Installation installation = Installation.Find();
        bool experiments = line.Has("experiments");
        MeshOptions options = new()
        {
            DataFolder = line.Text("data") ?? "data",
            Port = line.Number("port", DefaultPort, 0, 65535),
            Nodes = line.Number("nodes", 4, 0, 256),
            SiloArguments = [.. line.Texts("silo-option").SelectMany(Split), .. experiments ? ["--experiments"] : Array.Empty<string>()],
            NodeArguments = [.. line.Texts("node-option").SelectMany(Split), .. experiments ? ["--experiments"] : Array.Empty<string>()],
            Log = Console.Error.WriteLine,
        };
        await using MeshProcesses mesh = await MeshProcesses.StartAsync(installation, options, cancellationToken);
        using (GatewayClient gateway = new(mesh.Address))
        {
            await MeshReadiness.WaitAsync(gateway, options.Nodes, cancellationToken);
        }

        Console.WriteLine($"mesh is up at {mesh.Address.GetLeftPart(UriPartial.Authority)} with {options.Nodes} nodes; more join with --bootstrap {(mesh.Multiaddrs.Count > 0 ? mesh.Multiaddrs[0] : "(libp2p is off)")}; Ctrl-C ends it");
        Task stop = Task.Delay(Timeout.Infinite, cancellationToken);
        if (await Task.WhenAny(stop, mesh.Silo.Exited) == stop)
        {
            return 0;
        }

        throw new CommandException($"the coordinator ended with exit code {await mesh.Silo.Exited}.");
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
