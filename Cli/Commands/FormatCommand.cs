using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh fmt FILE [--to openqasm3|openqasm2|qiskit]</c>: the program in one form, on standard output.</summary>
public static class FormatCommand
{
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse("fmt", arguments, new HashSet<string> { "to" }, new HashSet<string>());
        if (line.Positionals.Count != 1)
        {
            throw new CommandException("'fmt' takes one circuit file: mesh fmt FILE.", 2);
        }

        string file = line.Positionals[0];
        string text = CircuitFile.Read(file, CircuitOptions.Default.MaximumTextBytes);
        CircuitParseResult result = CircuitParser.Parse(text);
        if (!result.IsAccepted)
        {
            throw new CommandException($"{file} is refused:\n" + string.Join('\n', result.Diagnostics.Select(fault => DiagnosticText.Show(fault, text, file))));
        }

        FormattedProgram formatted = (line.Text("to") ?? "openqasm3") switch
        {
            "openqasm3" => new FormattedProgram(ProgramFormatter.ToOpenQasm3(result.Program), null),
            "openqasm2" => ProgramFormatter.ToOpenQasm2(result.Program),
            "qiskit" => ProgramFormatter.ToQiskit(result.Program),
            string other => throw new CommandException($"--to is openqasm3, openqasm2 or qiskit, not '{other}'.", 2),
        };
        if (!formatted.IsWritten)
        {
            throw new CommandException($"{file} can't be written so: {formatted.Refusal}");
        }

        Console.Write(formatted.Text);
        return 0;
    }
}
