namespace Orleans.QuantumMesh.Storage;

/// <summary>A change of one read-model row. The set of changes is closed: stores know them all.</summary>
public abstract record RowChange
{
    private protected RowChange()
    {
    }
}
