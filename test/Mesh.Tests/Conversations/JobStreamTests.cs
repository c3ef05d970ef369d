using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Mesh.Tests.Conversations;

/// <summary>Jobs that other peers hand to the coordinator.</summary>
public sealed class JobStreamTests
{
    private const string JobId = "job-0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task SubmitAnswersAsTheRouteDoesAndThePeerIsTheOwner()
    {
        await using MeshScene scene = new();
        await using InMemoryMeshHost peer = await PeerAsync(scene);
        List<(JobSubmission, Caller)> submitted = [];
        scene.Grains.Answer = (_, method, args) =>
        {
            submitted.Add(((JobSubmission)args[0]!, (Caller)args[1]!));
            return Task.FromResult<Outcome<SubmissionReceipt>>(new SubmissionReceipt(JobId, ["a warning"], false));
        };
        using JsonDocument answer = await AskAsync(scene, peer, "submit", """{"circuit":"OPENQASM 3;","seed":"18446744073709551616","shots":10}""");
        Assert.Equal(201, answer.RootElement.GetProperty("status").GetInt32());
        Assert.Equal($$"""{"job_id":"{{JobId}}","status":"QUEUED","warnings":["a warning"]}""", answer.RootElement.GetProperty("body").GetRawText());
        (JobSubmission submission, Caller caller) = Assert.Single(submitted);
        Assert.Equal((peer.PeerId, false), (caller.Owner, caller.IsOperator));
        Assert.Equal((UInt128)1 << 64, submission.Seed);
    }

    [Fact]
    public async Task AProblemComesInTheOneShape()
    {
        await using MeshScene scene = new();
        await using InMemoryMeshHost peer = await PeerAsync(scene);
        using JsonDocument unknown = await AskAsync(scene, peer, "submit", """{"circuit":"x","colour":1}""");
        Assert.Equal(422, unknown.RootElement.GetProperty("status").GetInt32());
        JsonElement body = unknown.RootElement.GetProperty("body");
        Assert.Equal("validation_error", body.GetProperty("error").GetString());
        Assert.Equal("colour", body.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(unknown.RootElement.GetProperty("request_id").GetString(), body.GetProperty("request_id").GetString());

        scene.Grains.Answer = (_, _, _) => Task.FromResult<Outcome<SubmissionReceipt>>(Problem.CircuitInvalid("no", [new ProblemItem("circuit", "no", "syntax", 1, 2)]));
        using JsonDocument invalid = await AskAsync(scene, peer, "submit", """{"circuit":"x"}""");
        Assert.Equal(2, invalid.RootElement.GetProperty("body").GetProperty("errors")[0].GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task GetWaitsForTheNextStateAndKnowsOnlyJobs()
    {
        await using MeshScene scene = new();
        await using InMemoryMeshHost peer = await PeerAsync(scene);
        scene.Grains.Answer = (key, method, _) => Task.FromResult<Outcome<JobDocument>>(key != JobId
            ? Problem.NotFound("There is no such job.")
            : Document(method == nameof(IJobGrain.Wait) ? JobState.Completed : JobState.Queued));
        using JsonDocument now = await AskAsync(scene, peer, "get", $$"""{"job_id":"{{JobId}}"}""");
        Assert.Equal("QUEUED", now.RootElement.GetProperty("body").GetProperty("status").GetString());
        using JsonDocument later = await AskAsync(scene, peer, "get", $$"""{"job_id":"{{JobId}}","wait":20}""");
        Assert.Equal("COMPLETED", later.RootElement.GetProperty("body").GetProperty("status").GetString());
        using JsonDocument foreign = await AskAsync(scene, peer, "get", """{"job_id":"plan-1"}""");
        Assert.Equal(404, foreign.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task WhatIsNoRequestOfTheStreamGetsAnError()
    {
        await using MeshScene scene = new();
        await using InMemoryMeshHost peer = await PeerAsync(scene);
        using JsonDocument answer = await AskAsync(scene, peer, "explode", "{}");
        Assert.Contains("action", answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(answer.RootElement.TryGetProperty("status", out _));
        scene.Grains.Answer = (_, _, _) => throw new InvalidOperationException("secret");
        using JsonDocument failed = await AskAsync(scene, peer, "cancel", $$"""{"job_id":"{{JobId}}"}""");
        Assert.DoesNotContain("secret", failed.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.True(failed.RootElement.TryGetProperty("error", out _));
    }

    private static JobDocument Document(JobState state) => new()
    {
        JobId = JobId,
        State = state,
        Progress = new JobProgress(1, 0, 0, 0, null, false),
        CircuitText = "OPENQASM 3;",
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Version = 1,
        Owner = "peer",
    };

    private static async Task<InMemoryMeshHost> PeerAsync(MeshScene scene)
    {
        InMemoryMeshHost peer = scene.Mesh.CreateHost("client");
        await peer.ConnectAsync(scene.BridgeHost.Addresses[0], MeshScene.Token);
        return peer;
    }

    private static async Task<JsonDocument> AskAsync(MeshScene scene, InMemoryMeshHost peer, string action, string body)
    {
        await using RequestChannel channel = new(peer, scene.BridgeHost.PeerId, new MeshNamespace().Job, scene.Time, MeshLimits.JobFrame);
        RequestOutcome outcome = await channel.SendAsync((action, body), static (writer, s) =>
        {
            writer.WriteString("action", s.action);
            writer.WritePropertyName("body");
            writer.WriteRawValue(s.body);
        }, TimeSpan.FromSeconds(30), null, MeshScene.Token);
        Assert.Equal((CallStatus.Answered, null), (outcome.Status, outcome.Error));
        return JsonDocument.Parse(outcome.Frame!);
    }
}
