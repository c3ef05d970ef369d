namespace Orleans.QuantumMesh.Storage;

/// <summary>A store was last used by a newer program, whose schema this one does not know.</summary>
public sealed class SchemaTooNewException : Exception
{
    /// <summary>With the store, the script that is not known and the last one that is.</summary>
    public SchemaTooNewException(string store, string unknownScript, string lastKnownScript)
        : base($"{store} has the schema of a newer version (it has had {unknownScript}, this program knows up to {lastKnownScript}): start the newer version, or use another data folder.")
    {
    }
}
