using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Silo;

/// <summary>TCP ports of this machine.</summary>
public static class FreePort
{
    /// <summary>A port of loopback that nobody listens on at the moment.</summary>
    public static int Take()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Throws where an address can't be listened on.</summary>
    public static void Require(IPAddress address, int port)
    {
        try
        {
            using TcpListener listener = new(address, port);
            listener.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartException($"the port {port} on {address} is taken; stop what listens there, or choose another with --port (0 for a free one).");
        }
        catch (SocketException exception)
        {
            throw new StartException($"the gateway can't listen on {address} port {port}: {exception.Message}.");
        }
    }
}
