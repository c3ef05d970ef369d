using Orleans.Concurrency;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The submission's own way to a job grain; the sweep finds the job where the call is lost.</summary>
[Alias("qmesh.job-start")]
internal interface IJobStart : IGrainWithStringKey
{
    /// <summary>Starts a job whose first event, given as the journal has it, was just committed.</summary>
    [OneWay]
    [Alias("start")]
    Task Start(string submittedPayload, DateTimeOffset at);
}
