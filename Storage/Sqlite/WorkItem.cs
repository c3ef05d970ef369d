using Microsoft.Data.Sqlite;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>What the writer takes up as one: batches that take effect together, or a task that wants the connection for itself.</summary>
internal sealed class WorkItem
{
    private readonly TaskCompletionSource<AppendResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkItem(IReadOnlyList<JournalBatch> batches, CancellationToken cancellationToken)
    {
        Batches = batches;
        CancellationToken = cancellationToken;
        EventCount = batches.Sum(batch => batch.Events.Count);
        Durable = batches.Any(batch => batch.Durability == JournalDurability.Full);
    }

    public WorkItem(Func<SqliteConnection, long> alone, CancellationToken cancellationToken)
    {
        Batches = [];
        Alone = alone;
        CancellationToken = cancellationToken;
        Durable = true;
    }

    public IReadOnlyList<JournalBatch> Batches { get; }

    public Func<SqliteConnection, long>? Alone { get; }

    public CancellationToken CancellationToken { get; }

    public int EventCount { get; }

    public bool Durable { get; }

    public Task<AppendResult> Completion => _completion.Task;

    /// <summary>What is to be told once the transaction is committed; null while nothing is known.</summary>
    public AppendResult? Result { get; set; }

    /// <summary>What is to be told whether or not the others of the group are committed.</summary>
    public Exception? Refusal { get; set; }

    public void Tell()
    {
        if (Refusal is OperationCanceledException)
        {
            _completion.TrySetCanceled(CancellationToken);
        }
        else if (Refusal is not null)
        {
            _completion.TrySetException(Refusal);
        }
        else
        {
            _completion.TrySetResult(Result!);
        }
    }

    public void Fail(Exception error) => _completion.TrySetException(error);
}
