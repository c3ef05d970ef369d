using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary>
/// <c>mesh validate FILE… [--json]</c>: what is wrong with circuits, each fault with its line and a caret; with <c>--json</c> one object a line and file.
/// Ends with 0 when all files are accepted, 1 when one is refused, 2 when the command itself is wrong.
/// </summary>
public static class ValidateCommand
{
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse("validate", arguments, new HashSet<string>(), new HashSet<string> { "json" });
        if (line.Positionals.Count == 0)
        {
            throw new CommandException("'validate' takes circuit files: mesh validate FILE….", 2);
        }

        int refused = 0;
        foreach (string file in line.Positionals)
        {
            string text = CircuitFile.Read(file, CircuitOptions.Default.MaximumTextBytes);
            CircuitParseResult result = CircuitParser.Parse(text);
            refused += result.IsAccepted ? 0 : 1;
            if (line.Has("json"))
            {
                WriteJson(file, result);
            }
            else
            {
                WriteText(file, text, result);
            }
        }

        return refused == 0 ? 0 : 1;
    }

    private static void WriteText(string file, string text, CircuitParseResult result)
    {
        foreach (CircuitDiagnostic fault in result.Diagnostics)
        {
            Console.Error.WriteLine(DiagnosticText.Show(fault, text, file));
        }

        if (result.IsAccepted)
        {
            foreach (CircuitWarning warning in result.Program.Warnings)
            {
                Console.Error.WriteLine($"{file}:{warning.Position.Line}:{warning.Position.Column}: warning: {warning.Message} [{warning.Code}]");
            }

            Console.WriteLine($"{file}: {result.Program.QubitCount} qubits, {result.Program.Operations.Length} operations");
        }
    }

    private static void WriteJson(string file, CircuitParseResult result)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, ContractJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("accepted", result.IsAccepted);
            if (result.IsAccepted)
            {
                writer.WritePropertyName("program");
                writer.WriteRawValue(ProgramJson.Write(result.Program), skipInputValidation: true);
            }

            writer.WriteStartArray("errors");
            foreach (CircuitDiagnostic fault in result.Diagnostics)
            {
                writer.WriteStartObject();
                writer.WriteString("code", fault.Code);
                writer.WriteString("message", fault.Message);
                writer.WriteNumber("line", fault.Line);
                writer.WriteNumber("column", fault.Column);
                writer.WriteNumber("length", fault.Length);
                writer.WriteString("suggestion", fault.Suggestion);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
