using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Libp2p.Peer;

/// <summary>A peer of this stack with the command line of the interop peers: listen, dial ADDR, bench dial ADDR, gossip.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] words)
    {
        Arguments arguments = new(words);
        Output output = new();
        string command = Take(arguments);
        if (command == "bench" && arguments.Words.Count > 0 && arguments.Words[0] == "dial")
        {
            Take(arguments);
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            switch (command)
            {
                case "listen":
                    Limit(stop, arguments.Number("seconds", 0));
                    return await ListenCommand.RunAsync(arguments, output, stop.Token).ConfigureAwait(false);
                case "dial":
                    Limit(stop, arguments.Number("timeout", 30));
                    return await DialCommand.RunAsync(arguments, output, stop.Token).ConfigureAwait(false);
                case "bench":
                    Limit(stop, arguments.Number("timeout", 300));
                    return await BenchCommand.RunAsync(arguments, output, stop.Token).ConfigureAwait(false);
                case "gossip":
                    Limit(stop, arguments.Number("seconds", 20));
                    return await new GossipCommand(arguments, output).RunAsync(stop.Token).ConfigureAwait(false);
                default:
                    await Console.Error.WriteLineAsync("usage: peer listen|dial ADDR|bench dial ADDR|gossip [--name value]...").ConfigureAwait(false);
                    return 2;
            }
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidDataException or OperationCanceledException)
        {
            output.Emit("result", new() { ["ok"] = false, ["error"] = e.Message });
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Waits until the time is over or the program is to end.</summary>
    public static async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end that was waited for.
        }
    }

    private static string Take(Arguments arguments)
    {
        string word = arguments.Words.Count > 0 ? arguments.Words[0] : "";
        if (word.Length > 0)
        {
            arguments.Words.RemoveAt(0);
        }

        return word;
    }

    private static void Limit(CancellationTokenSource stop, double seconds)
    {
        if (seconds > 0)
        {
            stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        }
    }
}
