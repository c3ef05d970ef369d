using System.Net;

namespace Orleans.QuantumMesh.Silo;

/// <summary>Where the gateway listens.</summary>
public sealed record GatewayAddress(IPAddress Address, int Port)
{
    public bool Loopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>http://address:port</c>.</summary>
    public static GatewayAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/")
        {
            throw new StartException($"--url takes http://ADDRESS:PORT, not '{url}'.", 2);
        }

        string host = uri.Host.Trim('[', ']');
        IPAddress? address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out IPAddress? parsed) ? parsed : null;
        return address is null
            ? throw new StartException($"--url takes an IP address or localhost, not '{uri.Host}'.", 2)
            : new GatewayAddress(address, uri.IsDefaultPort && !url.Contains(":80", StringComparison.Ordinal) ? 8081 : uri.Port);
    }
}
