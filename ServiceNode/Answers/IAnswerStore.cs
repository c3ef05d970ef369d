namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Keeps a node's answers for a day or until they may be forgotten. Thread-safe.</summary>
public interface IAnswerStore : IAsyncDisposable
{
    /// <summary>The answer kept for the execution, or <see langword="null"/>.</summary>
    KeptAnswer? Find(string executionId);

    /// <summary>Keeps an answer; done when it would survive the process.</summary>
    /// <exception cref="IOException">It can't be written; then the answer must not be given.</exception>
    Task KeepAsync(KeptAnswer answer);

    /// <summary>Forgets those of the answers that were given to this peer; done when that would survive the process. Gives how many there were.</summary>
    Task<int> ForgetAsync(string peer, IReadOnlyList<string> executionIds);
}
