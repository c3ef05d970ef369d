namespace Orleans.QuantumMesh.Storage;

/// <summary>Says which rows an event changes; used to rebuild read models from the journal.</summary>
public interface IEventProjector
{
    /// <summary>The tables that its changes fill whole: these are emptied first, all others are left alone.</summary>
    IReadOnlyCollection<ReadModelTable> Tables { get; }

    /// <summary>The changes that an event makes, in order; none where it makes none.</summary>
    IReadOnlyList<RowChange> Project(RecordedEvent recordedEvent);
}
