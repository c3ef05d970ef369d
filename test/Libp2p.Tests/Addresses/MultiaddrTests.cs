using System.Net;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class MultiaddrTests
{
    private const string Peer = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

    [Theory]
    [InlineData("/ip4/127.0.0.1/tcp/4001", "047f000001060fa1")]
    [InlineData("/ip6/::1/tcp/80", "29000000000000000000000000000000010600" + "50")]
    [InlineData("/dns4/example.com/tcp/443", "360b6578616d706c652e636f6d0601bb")]
    [InlineData("/dns/a/tcp/1", "350161060001")]
    [InlineData("/dns6/b/tcp/1", "370162060001")]
    public void Text_and_bytes_are_two_forms_of_one_address(string text, string hex)
    {
        Multiaddr address = Multiaddr.Parse(text);

        Assert.Equal(hex, Convert.ToHexStringLower(address.ToBytes()));
        Assert.Equal(address, Multiaddr.FromBytes(Convert.FromHexString(hex)));
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    public void Parts_are_read_from_the_address()
    {
        Multiaddr address = Multiaddr.Parse($"/ip4/192.0.2.7/tcp/4001/ipfs/{Peer}");

        Assert.Equal(PeerId.Parse(Peer), address.Peer);
        Assert.Equal("192.0.2.7", address.Host);
        Assert.Equal(4001, address.Port);
        Assert.Equal($"/ip4/192.0.2.7/tcp/4001/p2p/{Peer}", address.ToString());
        Assert.Equal(address, Multiaddr.FromBytes(address.ToBytes()));
        Assert.Equal(address, address.WithoutPeer().WithPeer(PeerId.Parse(Peer)));
        Assert.Null(address.WithoutPeer().Peer);
        Assert.True(Multiaddr.Parse("/ip4/0.0.0.0/tcp/1").IsUnspecified);
        Assert.True(Multiaddr.Parse("/ip6/::/tcp/1").IsUnspecified);
        Assert.True(Multiaddr.FromEndPoint(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), 5)).IsLoopback);
    }

    [Theory]
    [InlineData("", "starts with")]
    [InlineData("/", "empty")]
    [InlineData("ip4/127.0.0.1", "starts with")]
    [InlineData("/ip4/127.0.0.1/udp/1", "'udp' is none of")]
    [InlineData("/ip4/127.0.0.256/tcp/1", "'127.0.0.256' is no IPv4 address")]
    [InlineData("/ip4/010.0.0.1/tcp/1", "is no IPv4 address")]
    [InlineData("/ip6/127.0.0.1/tcp/1", "is no IPv6 address")]
    [InlineData("/ip4/127.0.0.1/tcp/65536", "'65536' is no port")]
    [InlineData("/ip4/127.0.0.1/tcp", "'tcp' has no value")]
    [InlineData("/ip4/127.0.0.1/tcp/1/p2p/12D3", "'12D3' is no peer id")]
    [InlineData("/dns4/a b/tcp/1", "is no host name")]
    public void What_is_no_address_is_refused_naming_the_part(string text, string reason)
    {
        Assert.False(Multiaddr.TryParse(text, out _, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("047f0000")]
    [InlineData("9102")]
    [InlineData("ffffffffffffffffffffffff")]
    [InlineData("35ff01")]
    public void Broken_bytes_are_refused(string hex)
    {
        Assert.Throws<FormatException>(() => Multiaddr.FromBytes(Convert.FromHexString(hex)));
    }
}
