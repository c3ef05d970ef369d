using System.Diagnostics;
using System.Text.Json;
using Orleans.QuantumMesh.Cli;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The commands of <c>./mesh</c>, each as a process.</summary>
public sealed class CommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_prints_the_job_document_alone_with_json()
    {
        (int code, string output, string _) = await MeshAsync("run", Circuits.ExampleFile("walkthrough"), "--seed", "0", "--nodes", "2", "--json");
        Assert.Equal(0, code);
        using JsonDocument job = JsonDocument.Parse(output);
        Assert.Equal("COMPLETED", job.RootElement.GetProperty("status").GetString());
        Assert.Equal("{\"0\":1024}", job.RootElement.GetProperty("result").GetProperty("quantum_result").GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task Run_reports_plan_nodes_counts_qubits_and_fidelities()
    {
        (int code, string output, string errors) = await MeshAsync("run", Circuits.ExampleFile("bell"), "--seed", "0", "--nodes", "1");
        Assert.True(code == 0, errors);
        Assert.All(new[] { "Plan", "What the nodes did", "Counts", "487", "537", "Qubits", "fidelity to the ideal state", "node-1" }, part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("there is no file nowhere.qasm.", "run", "nowhere.qasm")]
    [InlineData("--seed takes a whole number", "run", "FILE", "--seed", "-1")]
    [InlineData("'run' takes one circuit file", "run")]
    [InlineData("knows no option '--sed'", "run", "FILE", "--sed", "0")]
    [InlineData("--nodes takes a whole number from 0 to 256", "up", "--nodes", "many")]
    [InlineData("there is no command 'rum'", "rum")]
    public async Task A_wrong_command_line_gets_one_clear_sentence(string sentence, params string[] arguments)
    {
        (int code, string output, string errors) = await MeshAsync([.. arguments.Select(argument => argument == "FILE" ? Circuits.ExampleFile("bell") : argument)]);
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.Contains(sentence, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_circuit_is_shown_with_its_places()
    {
        using TemporaryFolder folder = new();
        string file = folder.Sub("bad.qasm");
        await File.WriteAllTextAsync(file, "OPENQASM 3;\nqubit q;\nhh q;\n", Token);
        (int code, string _, string errors) = await MeshAsync("run", file, "--nodes", "1");
        Assert.NotEqual(0, code);
        Assert.Contains($"{file}:3:1:", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("starting", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_s_inputs_are_given_with_param()
    {
        using TemporaryFolder folder = new();
        string file = folder.Sub("input.qasm");
        await File.WriteAllTextAsync(file, "OPENQASM 3;\ninput int turns;\nqubit q;\nbit c;\nfor int i in [1:turns] { x q; }\nc = measure q;\n", Token);
        (int code, string output, string errors) = await MeshAsync("run", file, "--nodes", "1", "--param", "turns=3", "--json");
        Assert.True(code == 0, errors);
        Assert.Contains("\"counts\":{\"1\":1024}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("up")]
    [InlineData("validate")]
    public async Task Every_command_answers_help(string command)
    {
        (int code, string output, string errors) = await MeshAsync(command, "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("mesh run FILE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_shows_the_line_with_a_caret_and_what_would_be_right()
    {
        using TemporaryFolder folder = new();
        string file = folder.Sub("bad.qasm");
        await File.WriteAllTextAsync(file, "OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit q;\nsgd q;\n", Token);
        (int code, string output, string errors) = await MeshAsync("validate", file);
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Equal([$"{file}:4:1: gate 'sgd' is not defined", "  4 | sgd q;", "    | ^^^ did you mean 'sdg'?"], Lines(errors));
        (int refused, string verdict, string _) = await MeshAsync("validate", "--json", file, Circuits.ExampleFile("bell"));
        Assert.Equal(1, refused);
        JsonElement[] verdicts = [.. Lines(verdict).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([false, true], verdicts.Select(entry => entry.GetProperty("accepted").GetBoolean()));
        Assert.Equal("unknown_gate", verdicts[0].GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(2, verdicts[1].GetProperty("program").GetProperty("num_qubits").GetInt32());
    }

    [Fact]
    public async Task A_taken_port_and_a_data_folder_in_use_get_one_clear_sentence()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        string port = coordinator.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (int taken, string _, string portSentence) = await MeshAsync("up", "--nodes", "0", "--port", port, "--data", folder.Sub("other"));
        (int inUse, string _, string folderSentence) = await MeshAsync("up", "--nodes", "0", "--port", "0", "--data", folder.Sub("data"));
        Assert.True(taken != 0 && inUse != 0);
        Assert.Contains($"the port {port}", Assert.Single(Lines(portSentence)), StringComparison.Ordinal);
        Assert.Contains("in use", Assert.Single(Lines(folderSentence)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bridge_that_cannot_listen_ends_the_start_with_the_address_named()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"));
        string listen = coordinator.Multiaddr[..coordinator.Multiaddr.IndexOf("/p2p/", StringComparison.Ordinal)];
        (int code, string _, string errors) = await MeshAsync("up", "--nodes", "0", "--port", "0", "--data", folder.Sub("other"), "--silo-option", $"--Libp2p:Listen={listen}");
        Assert.NotEqual(0, code);
        Assert.Contains(listen, Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_is_not_opened_to_other_machines_without_keys_unless_told_so()
    {
        using TemporaryFolder folder = new();
        (int code, string _, string errors) = await MeshAsync("up", "--nodes", "0", "--data", folder.Sub("data"), "--silo-option", "--url=http://0.0.0.0:0");
        Assert.NotEqual(0, code);
        Assert.Contains("--allow-anonymous", Assert.Single(Lines(errors)), StringComparison.Ordinal);
        await using Coordinator open = await Coordinator.StartAsync(folder.Sub("open"), "--url=http://0.0.0.0:0", "--allow-anonymous");
        Assert.Equal("http", open.Address.Scheme);
    }

    [Fact]
    public async Task Without_the_bridge_nothing_runs_locally()
    {
        using TemporaryFolder folder = new();
        await using Coordinator coordinator = await Coordinator.StartAsync(folder.Sub("data"), "--Libp2p:Enabled=false");
        using HttpResponseMessage response = await coordinator.Api.PostAsync("circuits/submit", JsonSerializer.Serialize(new { circuit = Circuits.Bell }));
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("service_unavailable", (await Api.ReadAsync(response)).GetProperty("error").GetString());
        Assert.Equal(0, (await coordinator.Api.GetAsync("jobs")).GetArrayLength());
        Assert.False((await coordinator.Api.GetAsync("bootstrap/libp2p")).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Up_tells_its_address_starts_a_dead_node_again_and_ends_all_on_SIGTERM()
    {
        using TemporaryFolder folder = new();
        using Process up = Start("up", "--nodes", "1", "--port", "0", "--data", folder.Sub("data"));
        Task<string> errors = up.StandardError.ReadToEndAsync(Token);
        using Api api = new(Address(await up.StandardOutput.ReadLineAsync(Token)));
        string peerId = (await api.GetAsync("discovery/peers")).GetProperty("peers")[0].GetProperty("peer_id").GetString()!;

        int node = Assert.Single(Children(up.Id), child => CommandLine(child).Contains("ServiceNode", StringComparison.Ordinal));
        using (Process process = Process.GetProcessById(node))
        {
            process.Kill();
        }

        await Eventually(() => Children(up.Id).Any(child => child != node && CommandLine(child).Contains("ServiceNode", StringComparison.Ordinal)));
        JsonElement job = await api.RunAsync(Circuits.Bell);
        Assert.Equal(peerId, job.GetProperty("result").GetProperty("fragment_results")[0].GetProperty("node_id").GetString());

        // A client that waits is answered before the end.
        string waiting = await api.SubmitAsync(Circuits.Bell, body => body["min_fidelity"] = 1);
        JsonElement compiling = await api.GetAsync($"jobs/{waiting}");
        while (compiling.GetProperty("status").GetString() == "QUEUED")
        {
            compiling = await api.GetAsync($"jobs/{waiting}?wait=5");
        }

        Task<JsonElement> patient = api.GetAsync($"jobs/{waiting}?wait=60");
        int[] children = Children(up.Id);
        using (Process.Start("kill", ["-TERM", up.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await up.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        }

        Assert.Equal(0, up.ExitCode);
        Assert.Equal("COMPILING", (await patient).GetProperty("status").GetString());
        Assert.All(children, child => Assert.False(IsRunning(child)));
        await errors;
    }

    [Fact]
    public async Task SIGKILL_of_up_leaves_no_orphan()
    {
        using TemporaryFolder folder = new();
        using Process up = Start("up", "--nodes", "2", "--port", "0", "--data", folder.Sub("data"));
        Assert.NotNull(await up.StandardOutput.ReadLineAsync(Token));
        int[] children = Children(up.Id);
        Assert.Equal(3, children.Length);
        up.Kill();
        await Eventually(() => !children.Any(IsRunning));
    }

    private static async Task<(int Code, string Output, string Errors)> MeshAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(Token);
        string output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, output, await errors);
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo info = DotnetHost.StartInfo(Installation.Find().Built("Cli"), arguments);
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        return Process.Start(info)!;
    }

    private static Uri Address(string? line) => new(Assert.IsType<string>(line).Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static int[] Children(int parent)
    {
        string listed = File.ReadAllText($"/proc/{parent}/task/{parent}/children");
        return [.. Directory.EnumerateDirectories($"/proc/{parent}/task").SelectMany(task => ReadOrEmpty(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Concat(listed.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)).Distinct()];
    }

    private static string CommandLine(int process) => ReadOrEmpty($"/proc/{process}/cmdline");

    private static bool IsRunning(int process) => ReadOrEmpty($"/proc/{process}/stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)] != 'Z';

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(20));
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not come about within 30 s.");
            await tick.WaitForNextTickAsync(Token);
        }
    }
}
