using System.Text;
using System.Text.Json;

namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class PeerLogTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public PeerLogTests() => Directory.CreateDirectory(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string LogPath => _folder.File("peer-log.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_is_an_event_with_its_place_among_its_peers()
    {
        await using (JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath))
        {
            Assert.Equal(1, log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(1)));
            Assert.Equal(1, log.Write(PeerLogKinds.ProtocolReceived, "peer-b", Time, Body(2)));
            Assert.Equal(2, log.Write(PeerLogKinds.PackageInstall, "peer-a", Time, Body(3)));
            Assert.Equal(2, log.GetPosition("peer-a"));
            Assert.Equal(0, log.GetPosition("peer-c"));
        }

        Assert.Equal(
            """
            {"kind":"protocol.received","peer_id":"peer-a","position":1,"occurred_at":"2026-03-01T12:00:00.000000Z","body":{"number":1}}
            {"kind":"protocol.received","peer_id":"peer-b","position":1,"occurred_at":"2026-03-01T12:00:00.000000Z","body":{"number":2}}
            {"kind":"package.install","peer_id":"peer-a","position":2,"occurred_at":"2026-03-01T12:00:00.000000Z","body":{"number":3}}

            """,
            await File.ReadAllTextAsync(LogPath, Cancel));
    }

    [Fact]
    public async Task A_flush_completes_when_everything_written_before_is_in_the_file()
    {
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        for (int i = 1; i <= 1000; i++)
        {
            log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(i));
        }

        await log.FlushAsync(Cancel);

        Assert.Equal(1000, Read().Length);
        await log.FlushAsync(Cancel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Positions_go_on_after_a_restart(bool withPositionsFile)
    {
        await WriteAsync(3);
        if (!withPositionsFile)
        {
            File.Delete(LogPath + ".positions");
        }

        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);

        Assert.Equal(3, log.GetPosition("peer-a"));
        Assert.Equal(4, log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(4)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"kind":"protocol.received","peer_id":"peer-a","position":4,"occurred_at":"2026""")]
    [InlineData("\0\0\0\0\0\0")]
    public async Task A_torn_last_line_is_cut_off(string torn)
    {
        await WriteAsync(3);
        long length = new FileInfo(LogPath).Length;
        await File.AppendAllTextAsync(LogPath, torn, Cancel);

        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        Assert.Equal(length, new FileInfo(LogPath).Length);
        Assert.Equal(torn.Length, log.TornBytes);
        Assert.Equal(4, log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(4)));
        await log.FlushAsync(Cancel);

        Assert.Equal([1, 2, 3, 4], (await log.ReadAsync("peer-a", cancellationToken: Cancel)).Select(line => line.Position));
        Assert.Equal(4, Read().Length);
    }

    [Fact]
    public async Task Every_cut_of_the_file_opens_and_goes_on_after_the_last_full_line()
    {
        await WriteAsync(3);
        byte[] whole = await File.ReadAllBytesAsync(LogPath, Cancel);
        for (int length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..length], Cancel);
            int full = whole.AsSpan(0, length).Count((byte)'\n');
            await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
            Assert.Equal(full, log.GetPosition("peer-a"));
        }
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_passed_over()
    {
        await WriteAsync(1);
        await File.AppendAllTextAsync(LogPath, "not json\n{\"peer_id\":\"peer-a\"}\n", Cancel);
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(2));
        await log.FlushAsync(Cancel);

        Assert.Equal([1, 2], (await log.ReadAsync("peer-a", cancellationToken: Cancel)).Select(line => line.Position));
    }

    [Fact]
    public async Task The_last_lines_of_a_peer_are_found_among_many_of_others()
    {
        JsonElement large = JsonSerializer.SerializeToElement(new { text = new string('x', 3000) });
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        for (int i = 0; i < 2000; i++)
        {
            log.Write(PeerLogKinds.ProtocolReceived, i % 400 == 7 ? "rare" : "busy", Time, i % 3 == 0 ? large : Body(i));
        }

        await log.FlushAsync(Cancel);

        Assert.Equal([1, 2, 3, 4, 5], (await log.ReadAsync("rare", cancellationToken: Cancel)).Select(line => line.Position));
        Assert.Equal([4, 5], (await log.ReadAsync("rare", 2, Cancel)).Select(line => line.Position));
        Assert.Equal(Enumerable.Range(1, 1995).Select(i => (long)i), (await log.ReadAsync("busy", 5000, Cancel)).Select(line => line.Position));
        Assert.Empty(await log.ReadAsync("nobody", cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_line_longer_than_a_block_is_read_back()
    {
        JsonElement huge = JsonSerializer.SerializeToElement(new { text = new string('x', 3 << 20) });
        await using (JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath))
        {
            log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(1));
            log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, huge);
            log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(3));
        }

        File.Delete(LogPath + ".positions");
        await using JsonLinesPeerLog again = JsonLinesPeerLog.Open(LogPath);
        IReadOnlyList<PeerLogEntry> lines = await again.ReadAsync("peer-a", cancellationToken: Cancel);
        Assert.Equal([1, 2, 3], lines.Select(line => line.Position));
        Assert.Equal(3 << 20, lines[1].Body.GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task Writers_wait_rather_than_drop_when_the_log_is_full()
    {
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath, limit: 1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(peer => Task.Run(
            () =>
            {
                for (int i = 0; i < 500; i++)
                {
                    log.Write(PeerLogKinds.ProtocolReceived, $"peer-{peer}", Time, Body(i));
                }
            },
            Cancel)));
        await log.FlushAsync(Cancel);

        Assert.Equal(2000, Read().Length);
        for (int peer = 0; peer < 4; peer++)
        {
            Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), (await log.ReadAsync($"peer-{peer}", 500, Cancel)).Select(line => line.Position));
        }
    }

    [Fact]
    public async Task A_closed_log_refuses()
    {
        JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        await log.DisposeAsync();
        await log.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(1)));
        Assert.Throws<ObjectDisposedException>(() => { _ = log.FlushAsync(Cancel); });
    }

    [Fact]
    public async Task A_body_that_is_no_object_is_refused()
    {
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        Assert.Throws<ArgumentException>(() => log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, JsonSerializer.SerializeToElement("text")));
        Assert.Equal(0, log.GetPosition("peer-a"));
    }

    private static JsonElement Body(int number) => JsonSerializer.SerializeToElement(new { number });

    private async Task WriteAsync(int lines)
    {
        await using JsonLinesPeerLog log = JsonLinesPeerLog.Open(LogPath);
        for (int i = 1; i <= lines; i++)
        {
            log.Write(PeerLogKinds.ProtocolReceived, "peer-a", Time, Body(i));
        }
    }

    private string[] Read()
    {
        using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
