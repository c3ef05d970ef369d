using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Keeps answers in memory, for nodes of a simulation in one process; it outlives a node object that is made anew on it.</summary>
public sealed class MemoryAnswerStore(TimeProvider time) : IAnswerStore
{
    private readonly ConcurrentDictionary<string, KeptAnswer> _answers = new();

    /// <summary>The executions in the order in which they were first answered.</summary>
    public ConcurrentQueue<string> FirstExecutions { get; } = new();

    /// <inheritdoc />
    public KeptAnswer? Find(string executionId) =>
        _answers.TryGetValue(executionId, out KeptAnswer? kept) && time.GetUtcNow() - kept.At < AnswerStore.Life ? kept : null;

    /// <inheritdoc />
    public Task KeepAsync(KeptAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _answers[answer.ExecutionId] = answer;
        FirstExecutions.Enqueue(answer.ExecutionId);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<int> ForgetAsync(string peer, IReadOnlyList<string> executionIds)
    {
        ArgumentNullException.ThrowIfNull(executionIds);
        return Task.FromResult(executionIds.Count(id => _answers.TryGetValue(id, out KeptAnswer? kept) && kept.Peer == peer && _answers.TryRemove(id, out _)));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
