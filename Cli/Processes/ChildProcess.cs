using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Orleans.QuantumMesh.Cli.Processes;

/// <summary>
/// A program of ours as a child: it says on standard output, in its first line of JSON, that it is ready, and ends when its
/// standard input closes, which the operating system sees to should this process be killed.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private const int TailLines = 20;

    private readonly Process process;
    private readonly ConcurrentQueue<string> tail = new();
    private readonly TaskCompletionSource<JsonElement> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task output;
    private readonly Task errors;

    private ChildProcess(string name, Process process, Action<string>? log)
    {
        Name = name;
        this.process = process;
        output = ReadOutputAsync(log);
        errors = ReadErrorsAsync(log);
        Exited = ExitAsync();
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    public int Id => process.Id;

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last lines that it wrote on standard error.</summary>
    public IReadOnlyList<string> ErrorTail => [.. tail];

    /// <summary>Starts it; <paramref name="log"/> gets each line of its output but the ready line.</summary>
    public static ChildProcess Start(string name, string program, IEnumerable<string> arguments, Action<string>? log = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo info = DotnetHost.StartInfo(program, arguments);
        info.RedirectStandardInput = true;
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[variable] = value;
        }

        try
        {
            return new ChildProcess(name, Process.Start(info) ?? throw new CommandException($"the {name} could not be started."), log);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new CommandException($"the {name} could not be started: {exception.Message}.");
        }
    }

    /// <summary>Waits for the ready line; throws with what the program said where it ends before.</summary>
    public async Task<JsonElement> WaitReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await ready.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CommandException($"the {Name} did not become ready within {patience.TotalSeconds:0} s.{Said()}");
        }
    }

    /// <summary>Asks it to end by closing its standard input; kills it where it hasn't after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        CloseInput();
        try
        {
            await Exited.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public void Dispose()
    {
        if (!Exited.IsCompleted)
        {
            Kill();
        }

        process.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        string prefix = Name + ": ";
        string sentence = tail.LastOrDefault() is { } last ? last.StartsWith(prefix, StringComparison.Ordinal) ? last[prefix.Length..] : last : $"the {Name} ended with exit code {process.ExitCode} before it was ready.";
        ready.TrySetException(new CommandException(sentence));
        _ = ready.Task.Exception;
        return process.ExitCode;
    }

    private async Task ReadOutputAsync(Action<string>? log)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!ready.Task.IsCompleted && line.StartsWith('{'))
            {
                ready.TrySetResult(Parse(line));
            }
            else
            {
                log?.Invoke(line);
            }
        }
    }

    private async Task ReadErrorsAsync(Action<string>? log)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            tail.Enqueue(line);
            while (tail.Count > TailLines)
            {
                tail.TryDequeue(out _);
            }

            if (ready.Task.IsCompletedSuccessfully)
            {
                log?.Invoke(line);
            }
        }
    }

    private string Said() => tail.IsEmpty ? "" : $" It said: {string.Join(" | ", tail)}";

    private static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
