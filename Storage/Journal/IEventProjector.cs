namespace Orleans.QuantumMesh.Storage;

/// <summary>Says which rows an event changes; used to rebuild the read models from the journal.</summary>
public interface IEventProjector
{
    /// <summary>The changes that an event makes, in order; none where it makes none.</summary>
    IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent);
}
