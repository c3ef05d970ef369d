using System.Net;
using System.Net.Sockets;

namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>A peer that is proven by Noise and then speaks Yamux by hand, rightly or wrongly.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly NoiseChannel _channel;
    private readonly Socket _socket;

    private RawConnection(Socket socket, SecuredConnection secured)
    {
        _socket = socket;
        HandshakeSocket plain = new(socket);
        plain.Unread(secured.EncryptedRest);
        _channel = new(plain, secured.Send, secured.Receive);
    }

    public static async Task<RawConnection> OpenAsync(Libp2pHost host)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.ListenAddresses[0].Port!.Value), TestHosts.Token);
        using PeerIdentity identity = PeerIdentity.Generate();
        return new RawConnection(socket, await new ConnectionUpgrader(identity).UpgradeOutboundAsync(socket, host.LocalPeer, TestHosts.Token));
    }

    /// <summary>Listens, lets the host dial, and returns the raw side of the connection.</summary>
    public static async Task<(RawConnection Raw, PeerId Peer)> AcceptAsync(Libp2pHost host)
    {
        using PeerIdentity identity = PeerIdentity.Generate();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<PeerId> dial = host.ConnectAsync(Multiaddr.FromEndPoint((IPEndPoint)listener.LocalEndpoint).WithPeer(identity.Id), TestHosts.Token);
        Socket socket = await listener.AcceptSocketAsync(TestHosts.Token);
        RawConnection raw = new(socket, await new ConnectionUpgrader(identity).UpgradeInboundAsync(socket, TestHosts.Token));
        return (raw, await dial);
    }

    public async Task SendAsync(YamuxType type, YamuxFlags flags, uint stream, uint length, byte[]? body = null)
    {
        byte[] frame = new byte[YamuxFrame.HeaderSize + (body?.Length ?? 0)];
        new YamuxFrame(type, flags, stream, length).Write(frame);
        body?.CopyTo(frame, YamuxFrame.HeaderSize);
        await SendRawAsync(frame);
    }

    public Task DataAsync(YamuxFlags flags, uint stream, byte[] body) => SendAsync(YamuxType.Data, flags, stream, (uint)body.Length, body);

    public async Task SendRawAsync(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += 60_000)
        {
            await _channel.WriteAsync(bytes.AsMemory(at, Math.Min(60_000, bytes.Length - at)), TestHosts.Token);
        }
    }

    /// <summary>The next frame of the peer; null when it has closed the connection.</summary>
    public async Task<(YamuxFrame Frame, byte[] Body)?> ReadAsync()
    {
        byte[] header = new byte[YamuxFrame.HeaderSize];
        if (!await FillAsync(header))
        {
            return null;
        }

        YamuxFrame frame = YamuxFrame.Read(header);
        byte[] body = new byte[frame.Type == YamuxType.Data ? frame.Length : 0];
        return await FillAsync(body) ? (frame, body) : null;
    }

    /// <summary>Reads until a frame is as wanted; fails when the connection ends first.</summary>
    public async Task<(YamuxFrame Frame, byte[] Body)> ReadUntilAsync(Func<YamuxFrame, bool> wanted)
    {
        while (await ReadAsync() is { } read)
        {
            if (wanted(read.Frame))
            {
                return read;
            }
        }

        throw new EndOfStreamException("the connection ended before the frame came");
    }

    /// <summary>Reads until the peer closes; the code of its GoAway, if one came.</summary>
    public async Task<uint?> ReadToEndAsync()
    {
        uint? code = null;
        while (await ReadAsync() is { } read)
        {
            code = read.Frame.Type == YamuxType.GoAway ? read.Frame.Length : code;
        }

        return code;
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    private async Task<bool> FillAsync(Memory<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                int read = await _channel.ReadAsync(buffer, TestHosts.Token);
                if (read == 0)
                {
                    return false;
                }

                buffer = buffer[read..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
