namespace Orleans.QuantumMesh.Architecture.Tests;

/// <summary>Where the checkout is.</summary>
internal static class House
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.QuantumMesh.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from their checkout's artifacts folder.");
    }
}
