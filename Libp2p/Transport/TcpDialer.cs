using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Dials multiaddrs over TCP, resolving names.</summary>
internal sealed class TcpDialer(TimeSpan timeout, TimeProvider time)
{
    /// <summary>A connected socket, Nagle off; every address that a name has is tried in turn.</summary>
    /// <exception cref="IOException">None could be reached; the message names the address.</exception>
    public async Task<Socket> DialAsync(Multiaddr address, CancellationToken cancellationToken)
    {
        if (address.Host is not { } host || address.Port is not { } port || address.IsUnspecified || port == 0)
        {
            throw new IOException($"{address} cannot be dialed: it takes a host and a TCP port, as in /ip4/192.0.2.1/tcp/4001");
        }

        IPAddress[] candidates = await ResolveAsync(address.Components[0], cancellationToken).ConfigureAwait(false);
        string failure = $"the name {host} has no address of that family";
        foreach (IPAddress candidate in candidates)
        {
            Socket socket = new(candidate.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using CancellationTokenSource limit = new(timeout, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(candidate, port), either.Token).ConfigureAwait(false);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                failure = e is SocketException refused ? refused.Message : $"no answer within {timeout.TotalSeconds:0.#} s";
            }
        }

        throw new IOException($"{address} cannot be reached: {failure}");
    }

    private static async Task<IPAddress[]> ResolveAsync(MultiaddrComponent host, CancellationToken cancellationToken)
    {
        AddressFamily? family = host.Protocol switch
        {
            MultiaddrProtocol.Ip4 or MultiaddrProtocol.Ip6 => null,
            MultiaddrProtocol.Dns4 => AddressFamily.InterNetwork,
            MultiaddrProtocol.Dns6 => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        if (family is null)
        {
            return [IPAddress.Parse(host.Value)];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host.Value, family.Value, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException($"the name {host.Value} cannot be resolved: {e.Message}", e);
        }
    }
}
