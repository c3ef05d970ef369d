namespace Orleans.QuantumMesh.Storage;

/// <summary>Why a batch could not be appended.</summary>
public enum JournalConflictKind
{
    /// <summary>The stream is not at the sequence that the writer expected.</summary>
    Sequence,

    /// <summary>The fragment has been completed already.</summary>
    CompletedFragment,

    /// <summary>A row that may be written once stands already.</summary>
    Row,
}
