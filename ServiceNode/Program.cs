using Orleans.QuantumMesh.ServiceNode;

try
{
    NodeCommandLine options = NodeCommandLine.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(NodeHelp.Text);
        return 0;
    }

    await NodeProcess.RunAsync(options).ConfigureAwait(false);
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine($"node: {e.Message}");
    return 2;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"node: {e.Message}");
    return 1;
}
