namespace Orleans.QuantumMesh.Silo;

/// <summary>Ends the coordinator when its standard input closes: when whoever started it has gone, however it went.</summary>
public sealed class ParentPipe(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Thread reader = new(() =>
        {
            using Stream input = Console.OpenStandardInput();
            byte[] buffer = new byte[256];
            while (input.Read(buffer) > 0)
            {
                // What the parent says does not matter, only that it is there.
            }

            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "parent pipe",
        };
        reader.Start();
        return Task.CompletedTask;
    }
}
