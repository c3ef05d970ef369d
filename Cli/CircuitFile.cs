using System.Text;
using System.Text.Json.Nodes;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Cli;

/// <summary>Circuit files, and what is wrong with them.</summary>
public static class CircuitFile
{
    /// <summary>The file's text; one clear sentence where it can't be had.</summary>
    public static string Read(string path, int maximumBytes)
    {
        try
        {
            if (path == "-")
            {
                return ReadStandardInput(maximumBytes);
            }

            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw new CommandException(Directory.Exists(path) ? $"{path} is a folder, not a circuit." : $"there is no file {path}.", 2);
            }

            return file.Length <= maximumBytes
                ? Text(File.ReadAllBytes(path))
                : throw new CommandException($"{path} has {file.Length} bytes; a circuit has at most {maximumBytes}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} can't be read: {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException($"{path} is no UTF-8 text.");
        }
    }

    private static string ReadStandardInput(int maximumBytes)
    {
        using Stream input = Console.OpenStandardInput();
        byte[] bytes = new byte[maximumBytes + 1];
        int length = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= maximumBytes ? Text(bytes.AsSpan(0, length)) : throw new CommandException($"standard input has more than {maximumBytes} bytes, the most of a circuit.");
    }

    private static string Text(ReadOnlySpan<byte> utf8) => new UTF8Encoding(false, true).GetString(utf8).TrimStart('\uFEFF');

    /// <summary>A problem's faults, with places as editors read them, the lines of the text and carets.</summary>
    public static string Describe(string path, string text, JsonNode problem)
    {
        StringBuilder description = new(problem["detail"]?.GetValue<string>() ?? "the gateway refused it.");
        foreach (JsonNode? item in problem["errors"]?.AsArray() ?? [])
        {
            string message = item?["message"]?.GetValue<string>() ?? "";
            description.Append('\n').Append(item is { } fault && fault["line"]?.GetValue<int>() is { } line && fault["column"]?.GetValue<int>() is { } column
                ? DiagnosticText.Show(new CircuitDiagnostic(fault["code"]?.GetValue<string>() ?? "", message, new SourcePosition(line, column)), text, path)
                : "  " + message);
        }

        return description.ToString();
    }
}
