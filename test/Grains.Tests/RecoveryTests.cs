using System.Text.Json;
using Microsoft.Data.Sqlite;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>A job that was cut off goes on from the journal alone, and nothing takes effect twice.</summary>
public sealed class RecoveryTests
{
    public static TheoryData<string> Points => [.. CrashPointNames.OfEveryJob];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_job_cut_off_at_a_point_completes_with_every_fragment_once(string point)
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Grains = options => options.SweepPeriod = TimeSpan.FromMilliseconds(300) });
        await mesh.AddNodeAsync("alice");
        await mesh.AddNodeAsync("bob");
        await mesh.NodesSeenAsync(2);
        Task<string> reached = mesh.CrashPoints.Arm(point);
        Task submission = mesh.Submissions.Submit(new JobSubmission { Circuit = Circuits.Walkthrough }, new Caller());

        string jobId = await reached;
        await submission.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Null(job.Error);
        Assert.Equal(JobState.Completed, job.State);
        using JsonDocument result = JsonDocument.Parse(job.ResultJson!);
        Assert.Equal(1024, result.RootElement.GetProperty("quantum_result").GetProperty("counts").GetProperty("0").GetInt32());
        IReadOnlyList<RecordedEvent> events = await mesh.Storage.Journal.ReadAsync(jobId, cancellationToken: TestContext.Current.CancellationToken);
        string[] executed = [.. events.Where(recorded => recorded.Type == EventNames.FragmentExecuted).Select(recorded => EventJson.Shared.Read<FragmentExecuted>(recorded.Type, recorded.Payload).FragmentId)];
        Assert.Equal(7, executed.Length);
        Assert.Equal(executed.Distinct(), executed);
        Assert.Single(events, recorded => recorded.Type == EventNames.JobPlanned);
    }

    [Fact]
    public async Task A_second_writer_of_a_jobs_stream_fences_the_first_off()
    {
        await using MeshCluster mesh = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1 });
        string jobId = await mesh.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });
        JobDocument waiting = await mesh.UntilAsync(jobId, job => job.State == JobState.Compiling);
        var elsewhere = new JobCancelled { By = "another activation" };
        await mesh.Storage.Journal.AppendAsync(
            new JournalBatch(jobId, waiting.Version + 1, [new JournalEvent(EventNames.JobCancelled, EventJson.Shared.Write(elsewhere), DateTimeOffset.UtcNow)]),
            TestContext.Current.CancellationToken);

        await mesh.AddNodeAsync("alice");
        JobDocument job = await mesh.EndAsync(jobId);

        Assert.Equal(JobState.Cancelled, job.State);
        Assert.DoesNotContain(
            await mesh.Storage.Journal.ReadAsync(jobId, cancellationToken: TestContext.Current.CancellationToken),
            recorded => recorded.Type == EventNames.FragmentExecuted);
    }

    [Fact]
    public async Task A_finished_job_is_read_by_the_next_process_from_the_same_folder()
    {
        string folder = Directory.CreateTempSubdirectory("qmesh-grains-").FullName;
        try
        {
            string jobId;
            byte[] result;
            await using (MeshCluster first = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Folder = folder }))
            {
                await first.AddNodeAsync("alice");
                await first.NodesSeenAsync(1);
                jobId = await first.SubmitAsync(new JobSubmission { Circuit = Circuits.Bell });
                result = (await first.EndAsync(jobId)).ResultJson!;
            }

            Assert.Contains(jobId, SavedGrains(folder));

            await using MeshCluster second = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Folder = folder });
            JobDocument job = (await second.Job(jobId).Get(false, new Caller())).Value!;

            Assert.Equal(JobState.Completed, job.State);
            Assert.Equal(result, job.ResultJson);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_unfinished_job_goes_on_in_the_next_process_once_its_nodes_are_heard_again()
    {
        string folder = Directory.CreateTempSubdirectory("qmesh-grains-").FullName;
        try
        {
            string jobId;
            await using (MeshCluster first = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Folder = folder }))
            {
                await first.AddNodeAsync("alice");
                await first.NodesSeenAsync(1);
                Task<string> reached = first.CrashPoints.Arm(CrashPointNames.AfterIntent);
                await first.Submissions.Submit(new JobSubmission { Circuit = Circuits.Walkthrough }, new Caller());
                jobId = await reached;
            }

            await using MeshCluster second = await MeshCluster.StartAsync(new MeshClusterOptions { Silos = 1, Folder = folder });
            await second.AddNodeAsync("alice");
            JobDocument job = await second.EndAsync(jobId);

            Assert.Null(job.Error);
            Assert.Equal(JobState.Completed, job.State);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> SavedGrains(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "grains.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT grain_key FROM grain_states";
        using SqliteDataReader reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
