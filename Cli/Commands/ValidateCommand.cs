using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Cli.Commands;

/// <summary><c>mesh validate FILE… [--json]</c>: what is wrong with circuits, as <c>file:line:column: message</c>, or the normalised program.</summary>
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
            CircuitParseResult result = CircuitParser.Parse(CircuitFile.Read(file, CircuitOptions.Default.MaximumTextBytes));
            if (!result.IsAccepted)
            {
                refused++;
                foreach (CircuitDiagnostic fault in result.Diagnostics)
                {
                    Console.Error.WriteLine($"{file}:{fault}");
                }
            }
            else if (line.Has("json"))
            {
                Console.WriteLine(Encoding.UTF8.GetString(ProgramJson.Write(result.Program)));
            }
            else
            {
                foreach (CircuitWarning warning in result.Program.Warnings)
                {
                    Console.Error.WriteLine($"{file}:{warning.Position.Line}:{warning.Position.Column}: warning: {warning.Message} [{warning.Code}]");
                }

                Console.WriteLine($"{file}: {result.Program.QubitCount} qubits, {result.Program.Operations.Length} operations");
            }
        }

        return refused == 0 ? 0 : 1;
    }
}
