using Microsoft.Extensions.Options;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Refuses options that can't work, each with its name and range.</summary>
internal sealed class GrainsOptionsValidator : IValidateOptions<GrainsOptions>
{
    public ValidateOptionsResult Validate(string? name, GrainsOptions options)
    {
        var faults = new List<string>();
        Require(faults, !string.IsNullOrWhiteSpace(options.Namespace), "Namespace must not be empty.");
        Positive(faults, options.DiscoveryGrace, "DiscoveryGrace", zeroAllowed: true);
        Positive(faults, options.SweepPeriod, "SweepPeriod");
        Require(faults, options.SweepWidth is >= 1 and <= 1024, "SweepWidth must be between 1 and 1024.");
        Positive(faults, options.SnapshotInterval, "SnapshotInterval", zeroAllowed: true);
        Positive(faults, options.SnapshotDelay, "SnapshotDelay", zeroAllowed: true);
        Positive(faults, options.HeartbeatInterval, "HeartbeatInterval");
        Require(faults, options.MissedHeartbeats >= 1, "MissedHeartbeats must be at least 1.");
        Positive(faults, options.StaleRetention, "StaleRetention");
        Require(faults, options.ActiveJobs >= 1, "ActiveJobs must be at least 1.");
        Require(faults, options.ComputeThreads is >= 0 and <= 1024, "ComputeThreads must be between 0 and 1024.");
        Require(faults, options.ComputeBytes >= 0, "ComputeBytes must not be negative.");
        Require(faults, options.MaximumCircuitBytes >= 1, "MaximumCircuitBytes must be at least 1.");
        Require(faults, options.CrashPoint is null || options.Experiments, "CrashPoint needs Experiments.");
        Require(faults, options.CrashPoint is null || CrashPointNames.All.Contains(options.CrashPoint), $"CrashPoint must be one of {string.Join(", ", CrashPointNames.All)}.");
        Positive(faults, options.Runtime.AttemptTimeout, "Runtime.AttemptTimeout");
        Require(faults, options.Runtime.AttemptsPerNode is >= 1 and <= 100, "Runtime.AttemptsPerNode must be between 1 and 100.");
        Positive(faults, options.Runtime.BackoffBase, "Runtime.BackoffBase", zeroAllowed: true);
        Require(faults, options.Runtime.BackoffLimit >= options.Runtime.BackoffBase, "Runtime.BackoffLimit must not be below Runtime.BackoffBase.");
        Require(faults, options.Runtime.BackoffJitter is >= 0 and < 1, "Runtime.BackoffJitter must be from 0 to below 1.");
        Require(faults, options.Runtime.ReservationTtl >= options.Runtime.AttemptTimeout, "Runtime.ReservationTtl must not be below Runtime.AttemptTimeout.");
        Positive(faults, options.Runtime.LateAnswerWindow, "Runtime.LateAnswerWindow", zeroAllowed: true);
        Positive(faults, options.Runtime.CapacityWait, "Runtime.CapacityWait");
        Positive(faults, options.Runtime.AgeingInterval, "Runtime.AgeingInterval");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Positive(List<string> faults, TimeSpan value, string name, bool zeroAllowed = false) =>
        Require(faults, value > TimeSpan.Zero || (zeroAllowed && value == TimeSpan.Zero), $"{name} must {(zeroAllowed ? "not be negative" : "be above zero")}, not {value}.");

    private static void Require(List<string> faults, bool holds, string sentence)
    {
        if (!holds)
        {
            faults.Add(sentence);
        }
    }
}
