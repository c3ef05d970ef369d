using System.Diagnostics;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh test [NAME…] [--full]</c>: builds the solution, runs every test program, two at a time, and ends with the sum of what they counted.</summary>
public static class TestCommand
{
    private const int ProgramsAtOnce = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        CommandLine line = CommandLine.Parse("test", arguments, new HashSet<string>(), new HashSet<string> { "full", "no-build" });
        Installation installation = Installation.Find();
        List<string> projects = Projects(installation, line.Positionals);
        if (!line.Has("no-build"))
        {
            Stopwatch building = Stopwatch.StartNew();
            await Build.RunAsync(installation, Path.Combine(installation.Root, "Orleans.QuantumMesh.sln"), cancellationToken);
            Console.WriteLine($"built in {building.Elapsed.TotalSeconds:0} s");
        }

        string folder = Directory.CreateTempSubdirectory("qmesh-test-").FullName;
        try
        {
            using SemaphoreSlim turns = new(ProgramsAtOnce);
            Task<TestReport>[] runs = [.. projects.Select(project => RunProjectAsync(installation, project, folder, line.Has("full"), turns, cancellationToken))];
            TestReport[] reports = await Task.WhenAll(runs);
            int passed = reports.Sum(report => report.Passed);
            int failed = reports.Sum(report => report.Failed);
            int skipped = reports.Sum(report => report.Skipped);
            Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
            return failed == 0 && passed > 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Projects(Installation installation, IReadOnlyList<string> names)
    {
        List<string> all = [.. Directory.EnumerateDirectories(Path.Combine(installation.Root, "test"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name.EndsWith(".Tests", StringComparison.Ordinal) && File.Exists(Path.Combine(installation.Root, "test", name, name + ".csproj")))
            .OrderBy(name => name != "EndToEnd.Tests")
            .ThenBy(name => name, StringComparer.Ordinal)];
        if (names.Count == 0)
        {
            return all;
        }

        string? unknown = names.FirstOrDefault(name => !all.Any(project => Matches(project, name)));
        return unknown is null
            ? [.. all.Where(project => names.Any(name => Matches(project, name)))]
            : throw new CommandException($"there are no tests '{unknown}'; there are {string.Join(", ", all)}.", 2);
    }

    private static bool Matches(string project, string name) => project == name || project == name + ".Tests";

    private static async Task<TestReport> RunProjectAsync(Installation installation, string project, string folder, bool full, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            string reportFile = Path.Combine(folder, project + ".json");
            string[] options = ["-noColor", "-noLogo", "-result-ctrf", reportFile, "-explicit", full ? "on" : "off"];
            ProcessStartInfo info = DotnetHost.StartInfo(installation.BuiltHost(project), options);
            info.WorkingDirectory = installation.Root;
            info.RedirectStandardOutput = true;
            info.RedirectStandardError = true;
            info.RedirectStandardInput = true;
            using Process process = Process.Start(info) ?? throw new CommandException($"{project} could not be started.");
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            TestReport report = TestReport.Read(project, reportFile, process.ExitCode);
            report.Print(await output + await errors);
            return report;
        }
        finally
        {
            turns.Release();
        }
    }
}
