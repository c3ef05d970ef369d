using System.Text.Json.Nodes;
using Spectre.Console;

namespace Orleans.QuantumMesh.Cli.Reports;

/// <summary>Where <c>run</c> writes: progress to standard error, the report to standard output.</summary>
public static class RunConsole
{
    private const int PlainWidth = 132;

    /// <summary>The console of the report.</summary>
    public static IAnsiConsole Output()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    /// <summary>The console of the progress; silent where only the document is asked for.</summary>
    public static IAnsiConsole Progress(bool silent)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(silent ? TextWriter.Null : Console.Error) });
        console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>Shows a job's changes until it has ended: a bar on a terminal, a line for each state elsewhere.</summary>
    public static async Task FollowAsync(IAnsiConsole console, GatewayClient gateway, string jobId, CancellationToken cancellationToken)
    {
        if (console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected)
        {
            await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(jobId, maxValue: 1);
                await foreach (JsonNode update in gateway.EventsAsync(jobId, cancellationToken))
                {
                    task.Description = Describe(update);
                    task.Value = update["progress"]!["completion_ratio"]!.GetValue<double>();
                }
            });
            return;
        }

        string last = "";
        await foreach (JsonNode update in gateway.EventsAsync(jobId, cancellationToken))
        {
            string now = update["status"]!.GetValue<string>();
            if (now != last)
            {
                last = now;
                console.MarkupLineInterpolated($"[grey]{Describe(update)}[/]");
            }
        }
    }

    private static string Describe(JsonNode update)
    {
        JsonNode progress = update["progress"]!;
        return $"{update["status"]} {progress["completed_fragments"]}/{progress["total_fragments"]} fragments";
    }
}
