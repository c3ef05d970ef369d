namespace Orleans.QuantumMesh.Storage;

/// <summary>A batch was refused because somebody else has written first; nothing of it took effect.</summary>
public sealed class JournalConflictException : Exception
{
    /// <summary>The stream is not where the writer thought it was.</summary>
    public JournalConflictException(string stream, long expectedNextSequence, long actualNextSequence)
        : base($"Stream '{stream}' was expected to go on at sequence {expectedNextSequence}, but its next sequence is {actualNextSequence}: somebody else has written to it.")
    {
        Stream = stream;
        Kind = JournalConflictKind.Sequence;
        ExpectedNextSequence = expectedNextSequence;
        ActualNextSequence = actualNextSequence;
    }

    /// <summary>A row stands in the way.</summary>
    public JournalConflictException(string stream, JournalConflictKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Stream = stream;
        Kind = kind;
    }

    /// <summary>The stream whose batch was refused.</summary>
    public string Stream { get; }

    /// <summary>What stood in the way.</summary>
    public JournalConflictKind Kind { get; }

    /// <summary>The sequence that the batch wanted to begin with; 0 unless the kind is <see cref="JournalConflictKind.Sequence"/>.</summary>
    public long ExpectedNextSequence { get; }

    /// <summary>The sequence that the stream would have gone on with; 0 unless the kind is <see cref="JournalConflictKind.Sequence"/>.</summary>
    public long ActualNextSequence { get; }
}
