using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Cli;

/// <summary>How to start a program of ours: by the runtime that runs this one, so that no other has to be found.</summary>
public static class DotnetHost
{
    /// <summary>The <c>dotnet</c> program.</summary>
    public static string Path { get; } = Find();

    /// <summary>A start description for a built assembly (<c>.dll</c>, run by <c>dotnet</c>) or any other program.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        // Programs that start by themselves find the runtime that runs this one.
        string root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        bool assembly = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        ProcessStartInfo info = new(assembly ? Path : program) { UseShellExecute = false };
        info.Environment.TryAdd("DOTNET_ROOT", root);
        if (assembly)
        {
            info.ArgumentList.Add(program);
        }

        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } given && File.Exists(given))
        {
            return given;
        }

        return Environment.ProcessPath is { } own && System.IO.Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
    }
}
