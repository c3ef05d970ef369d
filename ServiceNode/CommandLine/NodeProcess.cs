using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Runs a node as a process until it is told to end.</summary>
internal static partial class NodeProcess
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(NodeCommandLine options)
    {
        TimeProvider time = TimeProvider.System;
        LineLogger logger = new(Console.Error, options.JsonLog, time);
        TaskCompletionSource<string> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        if (options.ParentPipe)
        {
            WatchStandardInput(end);
        }

        CreateFolder(options.DataFolder);
        AnswerStore answers = OpenAnswers(options.DataFolder);
        await using (answers.ConfigureAwait(false))
        {
            string portFile = Path.Combine(options.DataFolder, "port");
            IReadOnlyList<Multiaddr> listen = PersistentPort.Recall(options.Listen, portFile);
            PeerIdentity identity = PeerIdentity.LoadOrCreate(Path.Combine(options.DataFolder, "key"));
            Libp2pOptions libp2p = new() { Listen = listen, Announce = options.Announce, AgentVersion = "orleans-quantummesh-node/0.1.0" };
            Libp2pMeshHost host = await StartHostAsync(identity, libp2p, options, portFile).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                PersistentPort.Keep(options.Listen, host.ListenAddresses, portFile);
                await ServeAsync(host, options, answers, time, logger, end.Task).ConfigureAwait(false);
            }
        }

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            end.TrySetResult(context.Signal.ToString());
        }
    }

    private static async Task ServeAsync(Libp2pMeshHost host, NodeCommandLine options, AnswerStore answers, TimeProvider time, LineLogger logger, Task<string> end)
    {
        MeshServiceNode node = MeshServiceNode.Start(host, options.Node, answers, time);
        await using (node.ConfigureAwait(false))
        {
            BootstrapDialer dialer = new(host, options.Bootstrap, time, logger);
            await using (dialer.ConfigureAwait(false))
            {
                dialer.Start();
                node.WarmUp();
                await Console.Out.WriteLineAsync(ReadyLine(host, options)).ConfigureAwait(false);
                await Console.Out.FlushAsync().ConfigureAwait(false);
                string why = await end.ConfigureAwait(false);
                LogDraining(logger, why, node.Fragments.Executing);
                using CancellationTokenSource limit = new(DrainLimit);
                try
                {
                    await node.DrainAsync(limit.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    LogNotDrained(logger, node.Fragments.Executing, DrainLimit.TotalSeconds);
                }
            }
        }
    }

    private static string ReadyLine(Libp2pMeshHost host, NodeCommandLine options) =>
        Encoding.UTF8.GetString(RequestFrame.Write((host, options), static (writer, s) =>
        {
            writer.WriteString("event"u8, "listening"u8);
            writer.WriteString("impl"u8, "net"u8);
            writer.WriteString("name"u8, s.options.Node.Name);
            writer.WriteString("peer"u8, s.host.PeerId);
            writer.WriteString("addr"u8, s.host.Addresses.Count > 0 ? s.host.Addresses[0] : null);
            writer.WriteStartArray("addresses"u8);
            foreach (string address in s.host.Addresses)
            {
                writer.WriteStringValue(address);
            }

            writer.WriteEndArray();
            writer.WriteNumber("pid"u8, Environment.ProcessId);
        }));

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static AnswerStore OpenAnswers(string folder)
    {
        try
        {
            return AnswerStore.Open(folder, TimeProvider.System);
        }
        catch (IOException e)
        {
            throw new IOException($"the data folder {folder} can't be used, or another node uses it: {e.Message}", e);
        }
    }

    private static async Task<Libp2pMeshHost> StartHostAsync(PeerIdentity identity, Libp2pOptions libp2p, NodeCommandLine options, string portFile)
    {
        try
        {
            return await Libp2pMeshHost.StartAsync(identity, libp2p, TimeProvider.System).ConfigureAwait(false);
        }
        catch (IOException) when (options.Listen.Any(a => a.Port == 0) && File.Exists(portFile))
        {
            // A node announces itself: where its last port is taken by now, another free one does as well.
            File.Delete(portFile);
            PeerIdentity again = PeerIdentity.LoadOrCreate(Path.Combine(options.DataFolder, "key"));
            return await Libp2pMeshHost.StartAsync(again, libp2p with { Listen = options.Listen }, TimeProvider.System).ConfigureAwait(false);
        }
    }

    private static void WatchStandardInput(TaskCompletionSource<string> end)
    {
        Thread reader = new(() =>
        {
            using Stream input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[256];
            while (input.Read(ignored) > 0)
            {
            }

            end.TrySetResult("the end of standard input");
        })
        {
            IsBackground = true,
            Name = "parent pipe",
        };
        reader.Start();
    }

    [LoggerMessage(1, LogLevel.Information, "Ending because of {Why}; {Executing} executions are waited for")]
    private static partial void LogDraining(ILogger logger, string why, int executing);

    [LoggerMessage(2, LogLevel.Warning, "{Executing} executions did not end within {Seconds} s")]
    private static partial void LogNotDrained(ILogger logger, int executing, double seconds);
}
