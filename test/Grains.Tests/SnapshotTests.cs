using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Grain state holds the machine of each grain with the sequence that it includes, and the journal stays the truth.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qmesh-grains-").FullName;

    [Fact]
    public async Task Unfinished_jobs_reservations_and_nodes_are_saved_with_their_last_sequence_and_go_on_in_the_next_process()
    {
        string jobId;
        string reservationId;
        string nodeKey;
        var sequences = new Dictionary<string, long>();
        var request = new ReservationRequest { FragmentId = "mine", ServiceId = "cnot", IdempotencyKey = "one", TtlSeconds = 3600 };
        await using (MeshCluster first = await StartAsync())
        {
            MeshServiceNode node = await first.AddNodeAsync("alice");
            await first.NodesSeenAsync(1);
            nodeKey = "node-" + node.PeerId;
            reservationId = ReservationKeys.For(request, new Caller());
            Assert.Equal(ReservationState.Committed, (await first.Grains.GetGrain<IReservationGrain>(reservationId).Create(request, new Caller())).Value!.State);
            Task<string> reached = first.CrashPoints.Arm(CrashPointNames.AfterIntent);
            await first.Submissions.Submit(new JobSubmission { Circuit = Circuits.Walkthrough }, new Caller());
            jobId = await reached;
            foreach (string stream in (string[])[jobId, reservationId, nodeKey])
            {
                sequences[stream] = await first.Storage.Journal.GetLastSequenceAsync(stream, TestContext.Current.CancellationToken);
            }
        }

        Dictionary<string, long> saved = Saved();
        Assert.Equal(sequences[reservationId], saved[reservationId]);
        Assert.InRange(saved[nodeKey], 1, sequences[nodeKey] + 1);
        Assert.InRange(saved[jobId], 1, sequences[jobId]);

        await using MeshCluster second = await StartAsync();
        Assert.Equal(ReservationState.Committed, (await second.Grains.GetGrain<IReservationGrain>(reservationId).Get(new Caller())).Value!.State);
        Assert.NotNull((await second.Grains.GetGrain<IServiceNodeGrain>(nodeKey).Fidelity()).Value);
        await second.AddNodeAsync("alice");
        JobDocument job = await second.EndAsync(jobId);
        Assert.Equal(JobState.Completed, job.State);
    }

    [Fact]
    public async Task Grain_state_that_is_ahead_of_its_journal_is_not_believed()
    {
        string jobId;
        await using (MeshCluster first = await StartAsync())
        {
            await first.AddNodeAsync("alice");
            await first.NodesSeenAsync(1);
            jobId = await first.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });
            await first.EndAsync(jobId);
        }

        Assert.Contains(jobId, Saved().Keys);
        foreach (string file in Directory.GetFiles(folder, "journal.db*"))
        {
            File.Delete(file);
        }

        await using MeshCluster second = await StartAsync();
        Outcome<JobDocument> outcome = await second.Job(jobId).Get(false, new Caller());

        Assert.Equal(404, outcome.Problem!.Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<MeshCluster> StartAsync() => MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Folder = folder });

    private Dictionary<string, long> Saved()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "grains.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT grain_key, payload FROM grain_states";
        using SqliteDataReader reader = command.ExecuteReader();
        var saved = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read())
        {
            using JsonDocument state = JsonDocument.Parse((byte[])reader[1]);
            if (state.RootElement.TryGetProperty("AppliedSequence", out JsonElement sequence) || state.RootElement.TryGetProperty("applied_sequence", out sequence))
            {
                saved[reader.GetString(0)] = sequence.GetInt64();
            }
        }

        return saved;
    }
}
