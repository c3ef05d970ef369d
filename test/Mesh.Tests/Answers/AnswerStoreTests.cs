using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Answers;

public sealed class AnswerStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("answers-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatWasKeptIsThereAfterARestart()
    {
        KeptAnswer kept = Answer("exec-1", "{\"text\":\"ä\\n\"}");
        await using (AnswerStore store = AnswerStore.Open(_folder, _time))
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.KeepAsync(Answer($"exec-x{i}"))));
            await store.KeepAsync(kept);
            Assert.Equal(kept, store.Find("exec-1"));
        }

        await using AnswerStore again = AnswerStore.Open(_folder, _time);
        Assert.Equal(kept, again.Find("exec-1"));
        Assert.Equal(501, again.Count);
        Assert.Equal(501, File.ReadAllLines(Path.Combine(_folder, "executions.log")).Length);
        await again.KeepAsync(Answer("exec-2"));
        Assert.NotNull(again.Find("exec-x499"));
    }

    [Fact]
    public async Task ATornLastLineIsDropped()
    {
        await using (AnswerStore store = AnswerStore.Open(_folder, _time))
        {
            await store.KeepAsync(Answer("exec-1"));
            await store.KeepAsync(Answer("exec-2"));
        }

        string file = Path.Combine(_folder, "answers.jsonl");
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..^20], TestContext.Current.CancellationToken);
        await using AnswerStore again = AnswerStore.Open(_folder, _time);
        Assert.NotNull(again.Find("exec-1"));
        Assert.Null(again.Find("exec-2"));
    }

    [Fact]
    public async Task OnlyThePeerThatDispatchedLetsAnAnswerBeForgotten()
    {
        await using (AnswerStore store = AnswerStore.Open(_folder, _time))
        {
            await store.KeepAsync(Answer("exec-1"));
            await store.KeepAsync(Answer("exec-2"));
            Assert.Equal(0, await store.ForgetAsync("another", ["exec-1"]));
            Assert.Equal(1, await store.ForgetAsync("peer", ["exec-1", "exec-1", "exec-9"]));
            Assert.Null(store.Find("exec-1"));
        }

        await using AnswerStore again = AnswerStore.Open(_folder, _time);
        Assert.Null(again.Find("exec-1"));
        Assert.NotNull(again.Find("exec-2"));
    }

    [Fact]
    public async Task AnAnswerIsKeptForADay()
    {
        await using (AnswerStore store = AnswerStore.Open(_folder, _time))
        {
            await store.KeepAsync(Answer("exec-1"));
            _time.Advance(TimeSpan.FromHours(23));
            Assert.NotNull(store.Find("exec-1"));
            _time.Advance(TimeSpan.FromHours(1));
            Assert.Null(store.Find("exec-1"));
        }

        await using AnswerStore again = AnswerStore.Open(_folder, _time);
        Assert.Equal(0, again.Count);
    }

    [Fact]
    public async Task AFileThatIsMostlyForgottenShrinks()
    {
        string text = new('x', 1 << 20);
        await using AnswerStore store = AnswerStore.Open(_folder, _time);
        await Task.WhenAll(Enumerable.Range(0, 70).Select(i => store.KeepAsync(Answer($"exec-{i}", text))));
        await store.ForgetAsync("peer", [.. Enumerable.Range(0, 60).Select(i => $"exec-{i}")]);
        await store.KeepAsync(Answer("exec-70"));
        await store.KeepAsync(Answer("exec-71"));
        Assert.InRange(new FileInfo(Path.Combine(_folder, "answers.jsonl")).Length, 10 << 20, 12 << 20);
        Assert.All(Enumerable.Range(60, 10), i => Assert.Equal(text, store.Find($"exec-{i}")?.Answer));
        Assert.Null(store.Find("exec-59"));
        Assert.NotNull(store.Find("exec-71"));
    }

    [Fact]
    public async Task AFolderInUseIsRefused()
    {
        await using AnswerStore store = AnswerStore.Open(_folder, _time);
        Assert.Throws<IOException>(() => AnswerStore.Open(_folder, _time));
    }

    private KeptAnswer Answer(string executionId, string text = "{}") => new()
    {
        ExecutionId = executionId,
        TokenSha256 = "00",
        Peer = "peer",
        Answer = text,
        Signature = "c2ln",
        At = _time.GetUtcNow(),
        JobId = "job-1",
        FragmentId = "frag-0001",
    };
}
