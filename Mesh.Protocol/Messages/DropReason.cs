namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Why a pubsub message was dropped, as the bridge's counters name it.</summary>
public static class DropReason
{
    public const string Oversized = "oversized";
    public const string Malformed = "malformed";
    public const string Author = "author";
    public const string TooOld = "too_old";
    public const string FromTheFuture = "from_the_future";
    public const string Sequence = "sequence";
    public const string Address = "unspecified_address";
    public const string TooManyAuthors = "too_many_authors";
}
