namespace Orleans.QuantumMesh.Storage;

/// <summary>A cursor that no page has given out.</summary>
public sealed class InvalidCursorException : Exception
{
    /// <summary>With the cursor as it came.</summary>
    public InvalidCursorException(string cursor)
        : base($"'{(cursor.Length > 64 ? cursor[..64] : cursor)}' is not a cursor: use the one that the last page gave, unchanged.")
    {
    }
}
