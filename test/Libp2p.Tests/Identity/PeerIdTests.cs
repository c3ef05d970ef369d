using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class PeerIdTests
{
    [Fact]
    public void The_id_of_the_specifications_Ed25519_key_is_the_published_one()
    {
        // The test vector of libp2p's peer id specification: its Ed25519 public key, as protobuf.
        byte[] encoded = Convert.FromHexString("080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");

        Assert.True(PublicKey.TryDecode(encoded, out PublicKey? key));
        Assert.Equal(encoded, key.Encode());
        PeerId id = PeerId.FromPublicKey(key);
        Assert.True(id.TryGetPublicKey(out PublicKey? carried));
        Assert.Equal(key, carried);
        Assert.True(id.Matches(key));
    }

    [Theory]
    [InlineData("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA")]
    [InlineData("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N")]
    public void Published_ids_are_read_and_written_unchanged(string text)
    {
        PeerId id = PeerId.Parse(text);

        Assert.Equal(text, id.ToString());
        Assert.Equal(id, PeerId.FromMultihash(id.Multihash));
    }

    [Fact]
    public void A_CID_names_the_same_peer()
    {
        Assert.Equal(PeerId.Parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"), PeerId.Parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12D3KooW")]
    [InlineData("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S0")]
    [InlineData("not a peer")]
    [InlineData("bafy")]
    [InlineData("z")]
    [InlineData("b")]
    public void What_is_no_peer_id_is_refused_with_a_reason(string text)
    {
        Assert.False(PeerId.TryParse(text, out PeerId id));
        Assert.True(id.IsEmpty);
        Assert.NotEmpty(Assert.Throws<FormatException>(() => PeerId.Parse(text)).Message);
    }

    [Fact]
    public void Bytes_that_are_no_multihash_are_refused()
    {
        Assert.False(PeerId.TryFromMultihash([0x12, 31, .. new byte[31]], out _));
        Assert.False(PeerId.TryFromMultihash([0x00, 43, .. new byte[43]], out _));
        Assert.False(PeerId.TryFromMultihash([0x12, 32, 1], out _));
        Assert.False(PeerId.TryFromMultihash([], out _));
    }

    [Fact]
    public void The_default_value_names_no_peer()
    {
        Assert.True(default(PeerId).IsEmpty);
        Assert.False(default(PeerId).TryGetPublicKey(out _));
        Assert.NotEqual(default, PeerIdentity.Generate().Id);
    }

    [Fact]
    public void A_seed_always_gives_the_same_peer_and_only_that_peer_signs_for_it()
    {
        byte[] seed = SHA256.HashData(Encoding.UTF8.GetBytes("alice"));
        using PeerIdentity identity = PeerIdentity.FromSeed(seed);
        using PeerIdentity again = PeerIdentity.FromSeed(seed);
        using PeerIdentity other = PeerIdentity.Generate();
        byte[] signature = identity.Sign("text"u8);

        Assert.Equal(identity.Id, again.Id);
        Assert.Equal(signature, again.Sign("text"u8));
        Assert.True(identity.PublicKey.Verify("text"u8, signature));
        Assert.False(identity.PublicKey.Verify("Text"u8, signature));
        Assert.False(other.Verify("text"u8, signature));
        Assert.False(identity.Verify("text"u8, signature.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => PeerIdentity.FromSeed(seed.AsSpan(1)));
    }

    [Fact]
    public void An_identity_is_made_once_and_kept_for_its_owner_alone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("libp2p-identity");
        try
        {
            string path = Path.Combine(folder.FullName, "deep", "key");
            using PeerIdentity made = PeerIdentity.LoadOrCreate(path);
            using PeerIdentity loaded = PeerIdentity.LoadOrCreate(path);

            Assert.Equal(made.Id, loaded.Id);
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            File.WriteAllText(path, "something else");
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => PeerIdentity.LoadOrCreate(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
