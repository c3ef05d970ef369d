using System.Diagnostics;

namespace Orleans.QuantumMesh.Cli;

/// <summary>Builds projects in Release; quiet unless it fails.</summary>
public static class Build
{
    /// <summary>Builds <paramref name="project"/> (or a solution); throws with the first errors printed.</summary>
    public static async Task RunAsync(Installation installation, string project, CancellationToken cancellationToken)
    {
        ProcessStartInfo info = DotnetHost.StartInfo(DotnetHost.Path, ["build", "-c", "Release", "-v", "q", "--nologo", project]);
        info.WorkingDirectory = installation.Root;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        using Process process = Process.Start(info) ?? throw new CommandException("'dotnet build' could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        output += await errors;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == 0)
        {
            return;
        }

        foreach (string line in output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().Take(20))
        {
            await Console.Error.WriteLineAsync(line.TrimEnd());
        }

        throw new CommandException($"{Path.GetFileName(project)} does not build.");
    }
}
