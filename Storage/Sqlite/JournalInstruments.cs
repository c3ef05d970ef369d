using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>The journal's meters.</summary>
internal sealed class JournalInstruments : IDisposable
{
    private readonly Meter _meter = new(StorageMeter.Name);
    private readonly Histogram<double> _commitSeconds;
    private readonly Histogram<int> _groupEvents;

    public JournalInstruments(Func<JournalStatistics> statistics)
    {
        _commitSeconds = _meter.CreateHistogram<double>("quantum_mesh.journal.commit.duration", "s", "Time a transaction takes, the wait for the disk included.");
        _groupEvents = _meter.CreateHistogram<int>("quantum_mesh.journal.commit.events", "{event}", "Events in a transaction.");
        _meter.CreateObservableCounter("quantum_mesh.journal.events", () => statistics().Events, "{event}", "Events committed.");
        _meter.CreateObservableCounter("quantum_mesh.journal.conflicts", () => statistics().Conflicts, "{batch}", "Batches refused for a conflict.");
        _meter.CreateObservableUpDownCounter("quantum_mesh.journal.waiting", () => statistics().Waiting, "{batch}", "Batches that wait for the writer.");
    }

    public void Committed(long startedAt, int events, bool durable)
    {
        _commitSeconds.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("durable", durable));
        _groupEvents.Record(events);
    }

    public void Dispose() => _meter.Dispose();
}
