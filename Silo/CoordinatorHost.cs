using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.QuantumMesh.Gateway;
using Orleans.QuantumMesh.Grains;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Libp2pBridge;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Silo;

/// <summary>Builds the coordinator: one process with the stores, the silo, the bridge and the gateway.</summary>
public static class CoordinatorHost
{
    private const int StreamQueues = 2;
    private static readonly TimeSpan StreamPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    /// <summary>Opens the stores (taking the data folder's lock) and builds the host; nothing listens yet.</summary>
    public static WebApplication Build(SiloSettings settings, IConfiguration configuration)
    {
        GatewayAddress address = GatewayAddress.Parse(settings.Url);
        if (!address.Loopback && !settings.AllowAnonymous)
        {
            throw new StartException($"the gateway won't listen on {address.Address}, where other machines reach it, without keys; say --allow-anonymous if that is what you want.", 2);
        }

        if (address.Port != 0)
        {
            FreePort.Require(address.Address, address.Port);
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Orleans.QuantumMesh.Silo", EnvironmentName = Environments.Production });
        builder.Configuration.AddConfiguration(configuration);
        LogLevel level = Level(settings);
        ConfigureLogging(builder.Logging, level);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyReader.MaximumBytes;
            kestrel.Listen(address.Address, address.Port);
        });
        builder.Services.AddRouting();

        EmbeddedStorage storage = OpenStorage(settings, LoggerFactory.Create(logging => ConfigureLogging(logging, level)));
        builder.Services.AddQuantumMeshStorage(_ => storage);
        builder.Services.AddSingleton<IPersistenceReporter, StoragePersistenceReporter>();
        builder.Services.AddQuantumMeshGateway(new Orleans.QuantumMesh.Gateway.GatewayOptions
        {
            Environment = settings.Gateway.Environment,
            Namespace = settings.Libp2p.Namespace,
            Libp2pEnabled = settings.Libp2p.Enabled,
            Loopback = address.Loopback,
            AllowedOrigins = [.. settings.Gateway.AllowedOrigins],
            RequestsPerMinute = settings.Gateway.RequestsPerMinute,
        });
        builder.Host.UseOrleans(silo => ConfigureSilo(silo, settings, configuration));
        builder.Services.AddLibp2pBridge(new Libp2pBridgeOptions
        {
            Enabled = settings.Libp2p.Enabled,
            Namespace = settings.Libp2p.Namespace,
            Listen = [settings.Libp2p.Listen],
            Announce = [.. settings.Libp2p.Announce],
            Bootstrap = [.. settings.Libp2p.Bootstrap],
            DataFolder = Path.GetFullPath(settings.Data),
        });
        if (settings.ParentPipe)
        {
            builder.Services.AddHostedService<ParentPipe>();
        }

        WebApplication app = builder.Build();
        app.MapQuantumMeshGateway();
        if (settings.Dashboard)
        {
            app.MapOrleansDashboard("/dashboard");
        }

        return app;
    }

    /// <summary>Where the gateway listens, once it does.</summary>
    public static string Address(WebApplication app)
    {
        ICollection<string> addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return addresses.First();
    }

    private static EmbeddedStorage OpenStorage(SiloSettings settings, ILoggerFactory logs)
    {
        try
        {
            return EmbeddedStorage.Open(new StorageOptions { DataFolder = settings.Data, LoggerFactory = logs });
        }
        catch (Exception exception) when (exception is DataFolderInUseException or SchemaTooNewException)
        {
            throw new StartException(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"the data folder {settings.Data} can't be used: {exception.Message}");
        }
    }

    private static void ConfigureSilo(ISiloBuilder silo, SiloSettings settings, IConfiguration configuration)
    {
        int siloPort = settings.SiloPort == 0 ? FreePort.Take() : settings.SiloPort;
        silo.UseLocalhostClustering(siloPort, settings.ClientPort, null, "quantum-mesh", "quantum-mesh");
        silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
        silo.AddMemoryGrainStorage("PubSubStore");
        silo.AddMemoryStreams(MeshStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(StreamQueues);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = StreamPoll));
        });
        silo.AddQuantumMeshGrainStorage(DataFolder.GetGrainStateFile(settings.Data), GrainStorageNames.Grains);
        silo.AddQuantumMeshGrains(options =>
        {
            configuration.GetSection("Grains").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            options.Namespace = settings.Libp2p.Namespace;
            options.Libp2pEnabled = settings.Libp2p.Enabled;
            options.Experiments = settings.Experiments;
        });
        if (settings.Dashboard)
        {
            silo.AddDashboard();
        }
    }

    private static LogLevel Level(SiloSettings settings) => Enum.TryParse(settings.LogLevel, ignoreCase: true, out LogLevel level)
        ? level
        : throw new StartException($"--log-level is one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not '{settings.LogLevel}'.", 2);

    // The stores open before the host is built, and write to the same place.
    private static void ConfigureLogging(ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        if (level >= LogLevel.Warning)
        {
            // Why a start fails is told in one sentence at the end.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

            // A poll that the end of the silo cuts off; streams are a hint.
            logging.AddFilter("Orleans.Providers.MemoryAdapterReceiver", LogLevel.None);
            logging.AddFilter("Orleans.Streams", LogLevel.None);

            // Notes on collector and start-up pauses that a machine with two cores can do nothing about.
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
            logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        }

        logging.AddSimpleConsole(console =>
        {
            console.IncludeScopes = true;
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
