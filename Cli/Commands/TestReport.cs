using System.Text.Json;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary>What one test program counted, from its report in the Common Test Report Format; one that left none counts as a failure.</summary>
public sealed record TestReport(string Project, int Passed, int Failed, int Skipped, double Seconds, IReadOnlyList<string> Failures, IReadOnlyList<string> Skips)
{
    /// <summary>Reads the report that <paramref name="project"/> wrote before it ended with <paramref name="exitCode"/>.</summary>
    public static TestReport Read(string project, string file, int exitCode)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement results = document.RootElement.GetProperty("results");
            JsonElement summary = results.GetProperty("summary");
            List<string> failures = [];
            List<string> skips = [];
            foreach (JsonElement test in results.GetProperty("tests").EnumerateArray())
            {
                string status = test.GetProperty("status").GetString() ?? "";
                string name = test.GetProperty("name").GetString() ?? "";
                string message = Text(test, "message");
                if (status == "skipped")
                {
                    skips.Add($"skipped {name}: {message}");
                }
                else if (status is not ("passed" or "pending"))
                {
                    failures.Add($"FAILED {name}\n{message}\n{Text(test, "trace")}".TrimEnd());
                }
            }

            int passed = summary.GetProperty("passed").GetInt32();
            int failed = Math.Max(failures.Count, exitCode != 0 && failures.Count == 0 ? 1 : 0);
            if (failed > failures.Count)
            {
                failures.Add($"FAILED {project}: it ended with {exitCode}");
            }

            double seconds = (summary.GetProperty("stop").GetInt64() - summary.GetProperty("start").GetInt64()) / 1000.0;
            return new TestReport(project, passed, failed, skips.Count, seconds, failures, skips);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException)
        {
            return new TestReport(project, 0, 1, 0, 0, [$"FAILED {project}: it ended with {exitCode} and left no report ({exception.Message})"], []);
        }
    }

    /// <summary>One line, then skips and failures; all of the program's <paramref name="output"/> where something failed.</summary>
    public void Print(string output)
    {
        List<string> lines = [$"{Project}: {Passed} passed, {Failed} failed, {Skipped} skipped in {Seconds:0.0} s", .. Skips, .. Failures];
        if (Failed > 0)
        {
            lines.AddRange(["--- output ---", output.TrimEnd(), "--------------"]);
        }

        Console.WriteLine(string.Join('\n', lines));
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
