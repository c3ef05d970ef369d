namespace Orleans.QuantumMesh.Storage;

/// <summary>A data folder is held by another process (or by this one, opened twice).</summary>
public sealed class DataFolderInUseException : Exception
{
    /// <summary>With the folder.</summary>
    public DataFolderInUseException(string path, Exception? innerException = null)
        : base($"The data folder {path} is in use by another process: stop that one first, or choose another folder.", innerException)
    {
    }
}
