using System.Xml.Linq;

namespace Orleans.QuantumMesh.Architecture.Tests;

/// <summary>A project of the house: the rooms that it sees and the packages that it takes.</summary>
public sealed record Room(string Name, IReadOnlySet<string> Sees, IReadOnlySet<string> Packages)
{
    /// <summary>All rooms of the product, read from their project files.</summary>
    public static IReadOnlyDictionary<string, Room> All { get; } = Directory.EnumerateDirectories(House.Root)
        .Select(folder => Path.Combine(folder, Path.GetFileName(folder) + ".csproj"))
        .Where(project => File.Exists(project) && Path.GetFileName(Path.GetDirectoryName(project)) != "bench")
        .Select(Read)
        .ToDictionary(room => room.Name, StringComparer.Ordinal);

    /// <summary>The rooms that it sees, those that it sees through others included.</summary>
    public IReadOnlySet<string> SeesInAll()
    {
        HashSet<string> seen = [];
        Queue<string> waiting = new(Sees);
        while (waiting.TryDequeue(out string? next))
        {
            if (seen.Add(next))
            {
                foreach (string further in All[next].Sees)
                {
                    waiting.Enqueue(further);
                }
            }
        }

        return seen;
    }

    private static Room Read(string project)
    {
        XDocument document = XDocument.Load(project);
        HashSet<string> sees = [.. document.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))];
        HashSet<string> packages = [.. document.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!)];
        return new Room(Path.GetFileNameWithoutExtension(project), sees, packages);
    }
}
