using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Mesh.Protocol;
using Orleans.QuantumMesh.ServiceNode;
using Orleans.QuantumMesh.Storage;
using Orleans.TestingHost;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Silos over one in-memory mesh and one set of stores in a folder of its own, with service nodes on the same mesh.</summary>
public sealed class MeshCluster : IAsyncDisposable
{
    private readonly List<(InMemoryMeshHost Host, MeshServiceNode Node)> nodes = [];
    private readonly MeshClusterOptions options;
    private readonly EmbeddedStorage storage;
    private readonly bool ownsFolder;
    private InProcessTestCluster? cluster;
    private int bridges;

    private MeshCluster(MeshClusterOptions options)
    {
        this.options = options;
        ownsFolder = options.Folder is null;
        Folder = options.Folder ?? Directory.CreateTempSubdirectory("qmesh-grains-").FullName;
        storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = Folder });
    }

    public string Folder { get; }

    public InMemoryMesh Mesh { get; } = new();

    public TestCrashPoints CrashPoints { get; } = new();

    public IStorage Storage => storage;

    public IGrainFactory Grains => cluster!.Client;

    public IClusterClient Client => cluster!.Client;

    public ISubmissionGrain Submissions => Grains.GetGrain<ISubmissionGrain>(0);

    public IServiceRegistryGrain Registry => Grains.GetGrain<IServiceRegistryGrain>("registry-quantum-mesh");

    public static async Task<MeshCluster> StartAsync(MeshClusterOptions? options = null)
    {
        var mesh = new MeshCluster(options ?? new MeshClusterOptions());
        await mesh.BeginAsync();
        return mesh;
    }

    public IJobGrain Job(string jobId) => Grains.GetGrain<IJobGrain>(jobId);

    /// <summary>What a silo holds as a service.</summary>
    public T Service<T>(int silo = 0)
        where T : notnull => cluster!.Silos[silo].ServiceProvider.GetRequiredService<T>();

    /// <summary>Starts a service node and connects it to the silos' bridges.</summary>
    public async Task<MeshServiceNode> AddNodeAsync(string name, Func<ServiceNodeOptions, ServiceNodeOptions>? configure = null, IAnswerStore? answers = null)
    {
        var settings = new ServiceNodeOptions { Name = name, Fidelity = 1, LinkFidelity = 1, ReadoutError = 0 };
        settings = configure?.Invoke(settings) ?? settings;
        InMemoryMeshHost host = Mesh.CreateHost(name);
        MeshServiceNode node = MeshServiceNode.Start(host, settings, answers ?? new MemoryAnswerStore(TimeProvider.System), TimeProvider.System);
        nodes.Add((host, node));
        await ConnectAsync(host);
        return node;
    }

    /// <summary>Ends a node as a killed process ends: without a word.</summary>
    public async Task KillNodeAsync(MeshServiceNode node)
    {
        (InMemoryMeshHost host, MeshServiceNode known) = nodes.Single(pair => pair.Node == node);
        nodes.Remove((host, known));
        await host.DisposeAsync();
        await known.DisposeAsync();
    }

    /// <summary>Completes when every silo sees so many live nodes.</summary>
    public async Task NodesSeenAsync(int count)
    {
        foreach (InProcessSiloHandle silo in cluster!.Silos)
        {
            MeshView view = silo.ServiceProvider.GetRequiredService<MeshView>();
            while (true)
            {
                Task changed = view.Changed;
                if (view.Snapshot.Nodes.Count(node => !node.IsStale) >= count)
                {
                    break;
                }

                await changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Submits and expects to be taken.</summary>
    public async Task<string> SubmitAsync(JobSubmission submission, Caller? caller = null)
    {
        Outcome<SubmissionReceipt> outcome = await Submissions.Submit(submission, caller ?? new Caller());
        Assert.Null(outcome.Problem);
        return outcome.Value!.JobId;
    }

    /// <summary>Waits until a job is terminal.</summary>
    public Task<JobDocument> EndAsync(string jobId) => UntilAsync(jobId, document => document.State.IsTerminal());

    /// <summary>Waits until a job's document is as wanted.</summary>
    public async Task<JobDocument> UntilAsync(string jobId, Func<JobDocument, bool> wanted)
    {
        JobState seen = JobState.Queued;
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Outcome<JobDocument> outcome = await Job(jobId).Wait(seen, TimeSpan.FromSeconds(1), false, new Caller());
            Assert.Null(outcome.Problem);
            if (wanted(outcome.Value!))
            {
                return outcome.Value!;
            }

            seen = outcome.Value!.State;
            Assert.False(seen.IsTerminal(), $"{jobId} is {seen} and will not be what is waited for: {outcome.Value.Error}");
        }
    }

    /// <summary>Waits until a job's stream has an event of a type, and gives the first.</summary>
    public async Task<RecordedEvent> EventAsync(string jobId, string type)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            IReadOnlyList<RecordedEvent> events = await storage.Journal.ReadAsync(jobId, cancellationToken: TestContext.Current.CancellationToken);
            if (events.FirstOrDefault(recorded => recorded.Type == type) is { } found)
            {
                return found;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), $"{jobId} has no {type}, only {string.Join(", ", events.Select(recorded => recorded.Type))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.StopAllSilosAsync();
            await cluster.DisposeAsync();
        }

        foreach ((InMemoryMeshHost host, MeshServiceNode node) in nodes)
        {
            await node.DisposeAsync();
            await host.DisposeAsync();
        }

        await storage.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task BeginAsync()
    {
        var builder = new InProcessTestClusterBuilder((short)options.Silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddQuantumMeshStorage(_ => new SharedStorage(storage));
            silo.Services.AddSingleton<ICrashPoints>(CrashPoints);
            silo.AddQuantumMeshGrainStorage(Path.Combine(Folder, "grains.db"), GrainStorageNames.Grains);
            silo.AddQuantumMeshGrains(options.Grains);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(MeshStreams.Provider);
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        });
        builder.ConfigureSiloHost((_, host) =>
        {
            InMemoryMeshHost bridge = Mesh.CreateHost($"bridge-{Interlocked.Increment(ref bridges)}");
            host.Services.AddMeshBridge(bridge, new MeshBridgeOptions { HeartbeatBatch = TimeSpan.FromMilliseconds(20) });
        });
        builder.ConfigureClient(client =>
        {
            client.Services.AddQuantumMeshSerialization();
            client.AddMemoryStreams(MeshStreams.Provider);
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    private async Task ConnectAsync(InMemoryMeshHost host)
    {
        for (int index = 1; index <= Volatile.Read(ref bridges); index++)
        {
            string bridge = $"bridge-{index}";
            await host.ConnectAsync($"/memory/{bridge}/p2p/{MeshIdentity.FromSeed(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bridge))).PeerId}");
        }
    }

    // The silos of one process share the stores; the cluster closes them.
    private sealed class SharedStorage(IStorage inner) : IStorage
    {
        public IJournal Journal => inner.Journal;

        public IReadModels ReadModels => inner.ReadModels;

        public IProjectionStore Projections => inner.Projections;

        public IPeerLog PeerLog => inner.PeerLog;

        public IPersistenceHealth Health => inner.Health;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
