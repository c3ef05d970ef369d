using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>One TCP listener of a host.</summary>
internal sealed class TcpListening : IDisposable
{
    private const int Backlog = 512;
    private readonly Socket _socket;

    private TcpListening(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The address and port in fact listened on.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Listens on the address.</summary>
    /// <exception cref="IOException">It cannot be listened on; the message names it.</exception>
    public static TcpListening Open(Multiaddr address)
    {
        if (address.Port is not { } port || !IPAddress.TryParse(address.Host, out IPAddress? ip))
        {
            throw new IOException($"cannot listen on {address}: it takes an IP address and a TCP port, as in /ip4/0.0.0.0/tcp/4001");
        }

        Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(ip, port));
            socket.Listen(Backlog);
            return new TcpListening(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {address}: {e.Message}", e);
        }
    }

    /// <summary>The next connection, Nagle off; null when the listener was closed.</summary>
    public async Task<Socket?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Socket accepted = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                accepted.NoDelay = true;
                return accepted;
            }
            catch (SocketException) when (!cancellationToken.IsCancellationRequested)
            {
                // A connection that died in the queue, or no descriptors left: the listener itself is well.
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return null;
            }
        }
    }

    /// <summary>The addresses by which the listener can be dialed: for an unspecified address those of the machine's interfaces.</summary>
    public IEnumerable<Multiaddr> DialableAddresses()
    {
        if (!EndPoint.Address.Equals(IPAddress.Any) && !EndPoint.Address.Equals(IPAddress.IPv6Any))
        {
            return [Multiaddr.FromEndPoint(EndPoint)];
        }

        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(u => u.Address)
            .Where(a => a.AddressFamily == EndPoint.AddressFamily && !a.IsIPv6LinkLocal)
            .Distinct()
            .Select(a => Multiaddr.FromEndPoint(new IPEndPoint(a, EndPoint.Port)));
    }

    public void Dispose() => _socket.Dispose();
}
