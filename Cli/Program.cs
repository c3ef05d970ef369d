using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Cli;
using Orleans.QuantumMesh.Cli.Commands;

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    string command = args.Length == 0 ? "help" : args[0];
    string[] rest = args.Length == 0 ? [] : args[1..];
    if (command != "node" && rest.Any(argument => argument is "--help" or "-h"))
    {
        command = "help";
    }

    return command switch
    {
        "run" => await RunCommand.RunAsync(rest, stop.Token),
        "up" => await UpCommand.RunAsync(rest, stop.Token),
        "node" => await NodeCommand.RunAsync(rest, stop.Token),
        "validate" => ValidateCommand.Run(rest),
        "fmt" => FormatCommand.Run(rest),
        "test" => await TestCommand.RunAsync(rest, stop.Token),
        "bench" => await BenchCommand.RunAsync(rest, stop.Token),
        "help" or "--help" or "-h" => Help.Print(Console.Out),
        _ => throw new CommandException($"there is no command '{command}'; './mesh help' lists them.", 2),
    };
}
catch (CommandException problem)
{
    Console.Error.WriteLine($"mesh: {problem.Message}");
    return problem.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

// The first signal asks what runs to end; a second one, or one to a command that can't be asked, ends the process.
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested && args.FirstOrDefault() is not ("validate" or "fmt");
    stop.Cancel();
}
