using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Libp2p;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Starts a silo's libp2p host and bridge after the silo and ends them before it.</summary>
public sealed class Libp2pBridgeService : IHostedService, IAsyncDisposable
{
    private readonly Libp2pBridgeOptions _options;
    private readonly IGrainFactory _grains;
    private readonly BridgeSlot _slot;
    private readonly TimeProvider _time;
    private readonly ILogger<MeshBridge> _logger;
    private Libp2pMeshHost? _host;

    public Libp2pBridgeService(Libp2pBridgeOptions options, IGrainFactory grains, BridgeSlot slot, TimeProvider time, ILogger<MeshBridge> logger)
    {
        _options = options;
        _grains = grains;
        _slot = slot;
        _time = time;
        _logger = logger;
    }

    /// <summary>The host's peer id, once it has started.</summary>
    public string? PeerId => _host?.PeerId;

    /// <summary>Where peers reach it, once it has started.</summary>
    public IReadOnlyList<string> Addresses => _host?.Addresses ?? [];

    /// <inheritdoc />
    /// <exception cref="IOException">The bridge can't listen, or its key can't be read; the message names the address or file.</exception>
    /// <exception cref="FormatException">An option is wrong; the message names it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled)
        {
            return;
        }

        MeshNamespace mesh = new(_options.Namespace);
        IReadOnlyList<Multiaddr> listen = Parse(_options.Listen, "Libp2p:Listen", needsPeer: false);
        IReadOnlyList<Multiaddr> announce = Parse(_options.Announce, "Libp2p:Announce", needsPeer: false);
        Parse(_options.Bootstrap, "Libp2p:Bootstrap", needsPeer: true);
        string portFile = Path.Combine(_options.DataFolder, "libp2p.port");
        _host = await StartHostAsync(
            Identity(Path.Combine(_options.DataFolder, "libp2p.key")),
            new Libp2pOptions { Listen = PersistentPort.Recall(listen, portFile), Announce = announce },
            portFile,
            cancellationToken).ConfigureAwait(false);
        PersistentPort.Keep(listen, _host.ListenAddresses, portFile);
        MeshBridge bridge = new(
            _host,
            _grains,
            new MeshBridgeOptions
            {
                Namespace = mesh,
                Bootstrap = _options.Bootstrap,
                ConfiguredListenAddresses = _options.Listen,
                Driver = Libp2pMeshHost.Driver,
                DriverVersion = typeof(Libp2pMeshHost).Assembly.GetName().Version?.ToString(3) ?? "0",
            },
            _time,
            _logger);
        bridge.Start();
        _slot.Bridge = bridge;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask().WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        MeshBridge? bridge = _slot.Bridge;
        _slot.Bridge = null;
        if (bridge is not null)
        {
            await bridge.DisposeAsync().ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static PeerIdentity Identity(string file)
    {
        try
        {
            return PeerIdentity.LoadOrCreate(file);
        }
        catch (Exception e) when (e is InvalidDataException or UnauthorizedAccessException)
        {
            throw new IOException($"the libp2p identity can't be used: {e.Message}", e);
        }
    }

    private async Task<Libp2pMeshHost> StartHostAsync(PeerIdentity identity, Libp2pOptions options, string portFile, CancellationToken cancellationToken)
    {
        try
        {
            return await Libp2pMeshHost.StartAsync(identity, options, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            string hint = _options.Listen.Any(a => a.EndsWith("/tcp/0", StringComparison.Ordinal)) && File.Exists(portFile) ? $"; the port is the one kept in {portFile}" : "";
            throw new IOException($"the libp2p bridge can't listen: {e.Message}{hint}", e);
        }
    }

    private static List<Multiaddr> Parse(IReadOnlyList<string> texts, string option, bool needsPeer)
    {
        List<Multiaddr> addresses = [];
        foreach (string text in texts)
        {
            if (!Multiaddr.TryParse(text, out Multiaddr? address, out string? error))
            {
                throw new FormatException($"{option}: {error}");
            }

            addresses.Add(!needsPeer || address.Peer is not null ? address : throw new FormatException($"{option}: '{text}' does not end in /p2p/ and a peer id"));
        }

        return addresses;
    }
}
