namespace Orleans.QuantumMesh.Storage;

/// <summary>Counters of a journal since it was opened.</summary>
/// <param name="Commits">Transactions committed.</param>
/// <param name="DurableCommits">Those among them that waited for the disk.</param>
/// <param name="Events">Events committed.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Conflicts">Batches refused for a conflict.</param>
/// <param name="LargestGroup">Most events in one transaction.</param>
/// <param name="Waiting">Batches that wait now.</param>
public sealed record JournalStatistics(
    long Commits, long DurableCommits, long Events, long Batches, long Conflicts, int LargestGroup, int Waiting);
