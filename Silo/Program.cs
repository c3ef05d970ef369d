using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.QuantumMesh.Silo;

try
{
    IConfiguration configuration = SettingsReader.Read(args);
    SiloSettings settings = SettingsReader.Bind(configuration);
    await using WebApplication app = CoordinatorHost.Build(settings, configuration);
    await app.StartAsync();
    Console.Out.WriteLine(ReadyLine.Text(CoordinatorHost.Address(app), null, []));
    Console.Out.Flush();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartException problem)
{
    return Fail(problem.Message, problem.ExitCode);
}
catch (OptionsValidationException problem)
{
    return Fail(string.Join(" ", problem.Failures), 2);
}
catch (Exception exception) when (exception.InnerException is AddressInUseException || exception is AddressInUseException)
{
    return Fail($"a port is taken: {exception.Message}", 1);
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine($"coordinator: {message}");
    return exitCode;
}
