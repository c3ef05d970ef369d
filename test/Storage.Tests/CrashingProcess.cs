using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>Appends to eight streams until it is killed, and says of each append on its output when it was acknowledged.</summary>
internal static class CrashingProcess
{
    public const string Command = "append-until-killed";

    public static async Task<int> RunAsync(string folder)
    {
        EmbeddedStorage storage = EmbeddedStorage.Open(new StorageOptions { DataFolder = folder });
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        JsonElement body = JsonSerializer.SerializeToElement(new { state = "PREPARED" });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async stream =>
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"job-{stream}");
            for (long sequence = 1; ; sequence++)
            {
                DateTimeOffset now = DateTimeOffset.UtcNow;
                storage.PeerLog.Write(PeerLogKinds.ReservationTransition, id, now, body);
                string number = sequence.ToString(CultureInfo.InvariantCulture);
                await storage.Journal.AppendAsync(new JournalBatch(id, sequence, [new JournalEvent("job.progress", $$"""{"step":{{number}}}""", now)])
                {
                    Changes = [new UpsertJob(new JobRecord(id, "local", "EXECUTING", null, null, null, number, "", false, 50, null, null, now, now))],
                    Durability = sequence % 8 == 0 ? JournalDurability.Full : JournalDurability.Normal,
                }).ConfigureAwait(false);
                lock (output)
                {
                    output.WriteLine($"{id} {number} written");
                }
            }
        })).ConfigureAwait(false);
        return 0;
    }
}
