using System.Diagnostics;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh bench …</c>: builds the program in <c>bench/</c> and runs it with the rest of the line.</summary>
public static class BenchCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Installation installation = Installation.Find();
        string project = Path.Combine(installation.Root, "bench", "Bench.csproj");
        if (!File.Exists(project))
        {
            throw new CommandException($"there is no {project}.");
        }

        await Build.RunAsync(installation, project, cancellationToken);
        ProcessStartInfo info = DotnetHost.StartInfo(installation.Built("Bench"), arguments);
        using Process process = Process.Start(info) ?? throw new CommandException("the benchmark program could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}
