using System.Diagnostics;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh node …</c>: one more service node, in the foreground; all options are the node program's.</summary>
public static class NodeCommand
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Installation installation = Installation.Find();
        ProcessStartInfo info = DotnetHost.StartInfo(installation.Node(), [.. arguments, "--parent-pipe"]);
        info.RedirectStandardInput = true;
        using Process process = Process.Start(info) ?? throw new CommandException("the node could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.StandardInput.Close();
            using CancellationTokenSource patience = new(StopPatience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            return 0;
        }

        return process.ExitCode;
    }
}
