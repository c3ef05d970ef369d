using System.Diagnostics;
using System.Globalization;

namespace Orleans.QuantumMesh.Storage.Tests;

public sealed class CrashTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task After_a_kill_everything_acknowledged_is_there_in_order_and_without_gaps(int acknowledgements)
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, long> acknowledged = await AppendUntilKilledAsync(folder.Path, acknowledgements);

        await using EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = folder.Path });
        IReadOnlyList<RecordedEvent> all = await storage.Journal.ReadAllAsync(0, int.MaxValue, Cancel);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(i => (long)i), all.Select(e => e.Position));
        foreach ((string stream, long last) in acknowledged)
        {
            IReadOnlyList<RecordedEvent> events = await storage.Journal.ReadAsync(stream, cancellationToken: Cancel);
            Assert.True(events.Count >= last, $"{stream}: {last} acknowledged, {events.Count} there.");
            Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Sequence));
            Assert.All(events, e => Assert.Equal($$"""{"step":{{e.Sequence}}}""", e.Payload));
            JobRecord? job = await storage.ReadModels.GetJobAsync(stream, Cancel);
            Assert.Equal(events.Count.ToString(CultureInfo.InvariantCulture), job?.Progress);

            IReadOnlyList<PeerLogEntry> lines = await storage.PeerLog.ReadAsync(stream, int.MaxValue, Cancel);
            Assert.Equal(Enumerable.Range(1, lines.Count).Select(i => (long)i), lines.Select(line => line.Position));
            Assert.Equal(lines.Count, storage.PeerLog.GetPosition(stream));
        }

        await storage.Journal.AppendAsync(new JournalBatch("after", 1, [new JournalEvent("a", "{}", DateTimeOffset.UtcNow)]), Cancel);
    }

    private static async Task<Dictionary<string, long>> AppendUntilKilledAsync(string folder, int acknowledgements)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [CrashingProcess.Command, folder])
        {
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new Dictionary<string, long>();
        int count = 0;
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            // The last line may have been cut in the middle: only those with all three words count.
            string[] parts = line.Split(' ');
            if (parts is not [_, _, "written"])
            {
                continue;
            }

            acknowledged[parts[0]] = long.Parse(parts[1], CultureInfo.InvariantCulture);
            if (++count == acknowledgements)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Cancel);
        Assert.True(count >= acknowledgements, "The process ended before it was killed.");
        return acknowledged;
    }
}
