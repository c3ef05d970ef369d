using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Bench.Mesh;

/// <summary>
/// What a fragment costs besides its work: prepare, commit and dispatch to a node process over loopback TCP, the answer synced to the node's disk and its signature verified;
/// and how long a node draws noise.
/// </summary>
internal sealed class FragmentMeasurement : IMeasurement
{
    private const int WarmUp = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "fragment";

    public string Description => "a fragment's overhead: reserve, commit, dispatch to a node process over loopback; and drawing noise [COUNT=2000]";

    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2_000;
        MeasureNoise(1, 50_000);
        MeasureNoise(4_096, 200);
        string folder = Directory.CreateTempSubdirectory("bench-node-").FullName;
        using Process node = StartNode(folder);
        try
        {
            using JsonDocument ready = JsonDocument.Parse(await node.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new IOException("the node ended at once"));
            await using Libp2pMeshHost host = await Libp2pMeshHost.StartAsync(PeerIdentity.Generate(), new Libp2pOptions(), TimeProvider.System, cancellationToken);
            string nodeId = await host.ConnectAsync(ready.RootElement.GetProperty("addr").GetString()!, cancellationToken);
            await MeasureFragmentsAsync(host, nodeId, count, cancellationToken);
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static Process StartNode(string folder)
    {
        string program = typeof(MeshServiceNode).Assembly.Location;
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (string argument in (string[])[program, "--data", folder, "--namespace", "bench", "--capacity", "64", "--parent-pipe"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task MeasureFragmentsAsync(Libp2pMeshHost host, string nodeId, int count, CancellationToken cancellationToken)
    {
        MeshNamespace mesh = new("bench");
        await using RequestChannel reservations = new(host, nodeId, mesh.Reservation, TimeProvider.System);
        await using RequestChannel fragments = new(host, nodeId, mesh.Fragment, TimeProvider.System);
        PeerKey key = PeerKey.TryParse(nodeId, out PeerKey? parsed) ? parsed : throw new InvalidOperationException("no Ed25519 peer id");
        int number = 0;
        foreach (int concurrency in (int[])[1, 32])
        {
            List<double> whole = [];
            List<double> prepare = [];
            List<double> dispatch = [];
            long began = 0;
            int total = WarmUp + count;
            int next = 0;
            async Task WorkAsync()
            {
                while (Interlocked.Increment(ref next) is var mine && mine <= total)
                {
                    if (mine == WarmUp)
                    {
                        began = Stopwatch.GetTimestamp();
                    }

                    (double all, double first, double last) = await RunOneAsync(reservations, fragments, key, Interlocked.Increment(ref number), cancellationToken);
                    if (mine > WarmUp)
                    {
                        lock (whole)
                        {
                            whole.Add(all);
                            prepare.Add(first);
                            dispatch.Add(last);
                        }
                    }
                }
            }

            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WorkAsync()));
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine($"{concurrency} in flight, whole:    {new Quantiles(whole).Line("ms")}");
            Console.WriteLine($"{concurrency} in flight, prepare:  {new Quantiles(prepare).Line("ms")}");
            Console.WriteLine($"{concurrency} in flight, dispatch: {new Quantiles(dispatch).Line("ms")}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{concurrency} in flight: {count / seconds:F0} fragments/s"));
        }
    }

    private static async Task<(double Whole, double Prepare, double Dispatch)> RunOneAsync(RequestChannel reservations, RequestChannel fragments, PeerKey key, int number, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        ReservationCall prepare = new() { Action = "prepare", ReservationId = $"res-{number}", ServiceType = "cnot", Qubits = 2, JobId = "job-1", FragmentId = "frag-0001" };
        ReservationReply prepared = ReservationJson.ReadAnswer(await reservations.SendAsync(prepare, ReservationJson.Write, Limit, null, cancellationToken), prepare.ReservationId);
        double afterPrepare = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        ReservationCall commit = prepare with { Action = "commit", ReservationToken = prepared.ReservationToken };
        ReservationReply committed = ReservationJson.ReadAnswer(await reservations.SendAsync(commit, ReservationJson.Write, Limit, null, cancellationToken), prepare.ReservationId);
        double afterCommit = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        FragmentCall call = Fragment(prepared.ReservationToken!, 1, number);
        FragmentReply reply = FragmentJson.ReadEnvelope(await fragments.SendAsync(call, FragmentJson.Write, Limit, null, cancellationToken), call, key);
        double whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return committed.State == "COMMITTED" && reply.Status == CallStatus.Answered && NodeAnswerJson.Read(reply.AnswerText!).Status == "ok"
            ? (whole, afterPrepare, whole - afterCommit)
            : throw new InvalidOperationException($"a fragment failed: {committed} {reply}");
    }

    private static FragmentCall Fragment(string token, int operations, int number) => new()
    {
        ExecutionId = $"exec-{number}",
        ReservationToken = token,
        JobId = "job-1",
        PlanId = "plan-1",
        FragmentId = "frag-0001",
        Attempt = 1,
        ServiceType = "cnot",
        Qubits = [0, 1],
        Operations = [.. Enumerable.Range(0, operations).Select(i => new FragmentOperation { OperationId = $"op-{i:D4}", Gate = "cx", Qubits = [0, 1] })],
        Handoffs = [],
        Shots = 256,
        Seed = (UInt128)number,
    };

    private static void MeasureNoise(int operations, int repetitions)
    {
        ServiceNodeOptions options = new();
        NoiseModel model = new(CalibrationDefaults.For("node", options.ServiceTypes, DateTimeOffset.UnixEpoch));
        FragmentCall call = Fragment("token", operations, 1);
        List<double> draw = [];
        List<double> write = [];
        int errors = 0;
        for (int i = 0; i < repetitions; i++)
        {
            long began = Stopwatch.GetTimestamp();
            NodeAnswer answer = model.Draw(call with { Seed = (UInt128)i });
            draw.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            began = Stopwatch.GetTimestamp();
            NodeAnswerJson.Write(answer);
            write.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            errors += answer.Errors.Length;
        }

        Console.WriteLine($"{operations} operations, 256 shots, {errors / repetitions} errors: draw {new Quantiles(draw).Line("ms")}");
        Console.WriteLine($"{operations} operations, 256 shots: write as JSON {new Quantiles(write).Line("ms")}");
    }
}
