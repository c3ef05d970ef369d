namespace Orleans.QuantumMesh.Storage;

/// <summary>The journal could not commit (disk full, I/O error) or takes no more (closed). Nothing of the batch took effect unless said otherwise.</summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>With a sentence that says what is the matter.</summary>
    public JournalUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
