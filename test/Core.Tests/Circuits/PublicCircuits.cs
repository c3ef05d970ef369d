namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>The folder of public circuits that the environment variable QMESH_SHARED names, or none.</summary>
internal static class PublicCircuits
{
    public static string Folder
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("QMESH_SHARED");
            var folder = root is null ? null : Path.Combine(root, "circuits");
            Assert.SkipWhen(folder is null || !Directory.Exists(folder), "QMESH_SHARED names no folder with public circuits");
            return folder!;
        }
    }

    public static IEnumerable<(string Name, string Text)> Files(string below, string pattern)
    {
        var folder = Path.Combine(Folder, below);
        return Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllText(file)));
    }

    /// <summary>The <c>source</c> of a parse tree's file: the lines that are indented below it.</summary>
    public static string SourceOf(string yaml) => string.Join('\n', yaml.Split('\n')
        .SkipWhile(line => !line.StartsWith("source:", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.Length == 0 || line[0] == ' ')
        .Select(line => line.Length > 2 ? line[2..] : ""));
}
