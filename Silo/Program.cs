using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Silo;

try
{
    IConfiguration configuration = SettingsReader.Read(args);
    SiloSettings settings = SettingsReader.Bind(configuration);
    await using WebApplication app = CoordinatorHost.Build(settings, configuration);
    await StartAsync(app);
    Libp2pBridgeService bridge = app.Services.GetRequiredService<Libp2pBridgeService>();
    Console.Out.WriteLine(ReadyLine.Text(CoordinatorHost.Address(app), bridge.PeerId, bridge.Addresses));
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
catch (Exception exception) when (exception is FormatException or ArgumentException)
{
    return Fail(exception.Message, 2);
}
catch (IOException exception) when (exception.InnerException is not AddressInUseException)
{
    return Fail(exception.Message, 1);
}
catch (Exception exception) when (exception.InnerException is AddressInUseException || exception is AddressInUseException)
{
    return Fail($"a port is taken: {exception.Message}", 1);
}

catch (Exception exception) when (exception is InvalidOperationException or SocketException)
{
    return Fail($"the start failed: {exception.Message} {exception.InnerException?.Message}".TrimEnd(), 1);
}

static async Task StartAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
    }
    catch
    {
        // What had started ends in order before the reason is told.
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
        try
        {
            await app.StopAsync(patience.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Where nothing had started yet, a host can't be stopped either; the reason of the start is the one to tell.
        }

        throw;
    }
}

static int Fail(string message, int exitCode)
{
    Console.Error.WriteLine($"coordinator: {message}");
    return exitCode;
}
