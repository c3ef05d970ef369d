namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>Hosts on free loopback ports, disposed with this.</summary>
internal sealed class TestHosts : IAsyncDisposable
{
    public const string Echo = "/test/echo/1";
    private readonly List<(PeerIdentity Identity, Libp2pHost Host)> _hosts = [];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A host that listens and echoes bytes as they come.</summary>
    public async Task<Libp2pHost> StartAsync(Libp2pOptions? options = null, TimeProvider? time = null)
    {
        PeerIdentity identity = PeerIdentity.Generate();
        Libp2pHost host = new(identity, (options ?? new()) with { Listen = options?.Listen is { Count: > 0 } listen ? listen : [Multiaddr.Parse("/ip4/127.0.0.1/tcp/0")] }, time);
        _hosts.Add((identity, host));
        host.Handle(Echo, EchoAsync);
        await host.StartAsync(Token);
        return host;
    }

    public static async Task EchoAsync(IPeerStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    /// <summary>Reads until the peer closes its side.</summary>
    public static async Task<byte[]> ReadToEndAsync(IPeerStream stream)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, Token)) > 0;)
        {
            all.Write(buffer.AsSpan(0, read));
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((PeerIdentity identity, Libp2pHost host) in _hosts)
        {
            await host.DisposeAsync();
            identity.Dispose();
        }
    }
}
