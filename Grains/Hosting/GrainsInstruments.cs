using System.Diagnostics.Metrics;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What the grains of a silo count, on the meter <c>Orleans.QuantumMesh.Grains</c>.</summary>
public sealed class GrainsInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Orleans.QuantumMesh.Grains";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> submitted;
    private readonly Counter<long> ended;
    private readonly Histogram<double> duration;
    private readonly Counter<long> attempts;
    private readonly Counter<long> splits;
    private readonly Histogram<double> roundTrip;

    public GrainsInstruments(AdmissionQueue admission)
    {
        ArgumentNullException.ThrowIfNull(admission);
        submitted = meter.CreateCounter<long>("qmesh.jobs.submitted", description: "Submissions that were committed.");
        ended = meter.CreateCounter<long>("qmesh.jobs.ended", description: "Jobs that ended, by state.");
        duration = meter.CreateHistogram<double>("qmesh.jobs.duration", "ms", "From submission to end.");
        attempts = meter.CreateCounter<long>("qmesh.fragments.attempts", description: "Attempts at fragments that ended, by status.");
        splits = meter.CreateCounter<long>("qmesh.fragments.split", description: "Fragments dispatched in two parts since they or their answers were larger than a frame.");
        roundTrip = meter.CreateHistogram<double>("qmesh.fragments.round_trip", "ms", "From dispatch to answer.");
        meter.CreateObservableGauge("qmesh.fragments.waiting", () => admission.Waiting, description: "Fragments that wait for a slot.");
    }

    /// <summary>A submission was committed.</summary>
    public void Submitted() => submitted.Add(1);

    /// <summary>An event of a job was committed.</summary>
    public void Count(JobEvent jobEvent, JobMachineState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        switch (jobEvent)
        {
            case FragmentExecuted executed:
                attempts.Add(1, new KeyValuePair<string, object?>("status", FragmentStatus.Success.ToWord()));
                roundTrip.Record(executed.RoundTripMs);
                break;
            case FragmentAttemptFailed failed:
                attempts.Add(1, new KeyValuePair<string, object?>("status", failed.Status.ToWord()));
                break;
            case FragmentSplit:
                splits.Add(1);
                break;
            case JobCompleted or JobFailed or JobCancelled:
                ended.Add(1, new KeyValuePair<string, object?>("state", state.State!.Value.ToWord()));
                duration.Record((state.UpdatedAt - state.CreatedAt).TotalMilliseconds);
                break;
            default:
                break;
        }
    }

    public void Dispose() => meter.Dispose();
}
