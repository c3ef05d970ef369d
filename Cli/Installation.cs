namespace Orleans.QuantumMesh.Cli;

/// <summary>Where things are: the checkout, found upwards from this program, and the built programs in its <c>artifacts</c>.</summary>
public sealed record Installation(string Root)
{
    /// <summary>Set to run another coordinator program.</summary>
    public const string SiloVariable = "QMESH_SILO";

    /// <summary>Set to run another node program.</summary>
    public const string NodeVariable = "QMESH_NODE";

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Finds the folder that holds the solution.</summary>
    public static Installation Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.QuantumMesh.sln")))
            {
                return new Installation(folder.FullName);
            }
        }

        throw new CommandException($"no Orleans.QuantumMesh.sln above {AppContext.BaseDirectory}: the client runs from its checkout's artifacts folder.");
    }

    /// <summary>The coordinator's program.</summary>
    public string Silo() => Program("Silo", SiloVariable);

    /// <summary>The service node's program.</summary>
    public string Node() => Program("ServiceNode", NodeVariable);

    /// <summary>A project's program as built in Release.</summary>
    public string Built(string project) => Path.Combine(Artifacts, "bin", project, "release", $"Orleans.QuantumMesh.{project}.dll");

    /// <summary>A project's program as one that starts by itself, where there is one; some tests start themselves again.</summary>
    public string BuiltHost(string project)
    {
        string host = Path.ChangeExtension(Built(project), OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(host) ? host : Built(project);
    }

    private string Program(string project, string variable)
    {
        string path = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : Built(project);
        return File.Exists(path) ? path : throw new CommandException($"the program {path} isn't there; build it with 'dotnet build -c Release {project}', or name another in {variable}.");
    }
}
