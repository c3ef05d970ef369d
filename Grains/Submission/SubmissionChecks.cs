using System.Globalization;
using System.Text;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Whether each field of a submission is in the contract's range.</summary>
internal static class SubmissionChecks
{
    private const int LongestLabel = 1_000;

    /// <summary>The problem with all faults, or <see langword="null"/>.</summary>
    public static Problem? Check(JobSubmission submission, GrainsOptions options, PlannerSet planners)
    {
        int bytes = Encoding.UTF8.GetByteCount(submission.Circuit);
        if (bytes > options.MaximumCircuitBytes)
        {
            return Problem.PayloadTooLarge($"The circuit has {bytes} UTF-8 bytes; the limit is {options.MaximumCircuitBytes}.");
        }

        var faults = new List<ProblemItem>();
        if (string.IsNullOrWhiteSpace(submission.Circuit))
        {
            faults.Add(new ProblemItem("circuit", "The circuit is empty.", "required"));
        }

        Range(faults, "shots", submission.Shots, 1, 1_000_000);
        Range(faults, "noise_shots", submission.NoiseShots, 0, 65_536);
        Range(faults, "priority", submission.Priority, 0, 100);
        if (submission.MinFidelity is not (>= 0 and <= 1))
        {
            faults.Add(new ProblemItem("min_fidelity", string.Create(CultureInfo.InvariantCulture, $"min_fidelity is from 0 to 1, not {submission.MinFidelity}."), "out_of_range"));
        }

        if (!(submission.DeadlineSeconds > 0 && submission.DeadlineSeconds <= 2_592_000))
        {
            faults.Add(new ProblemItem("deadline_seconds", string.Create(CultureInfo.InvariantCulture, $"deadline_seconds is above 0 and at most 2592000 (30 days), not {submission.DeadlineSeconds}."), "out_of_range"));
        }

        Choice(faults, "mode", Enum.IsDefined(submission.Mode), ["distributed", "centralized"]);
        Choice(faults, "fragmentation", Enum.IsDefined(submission.Fragmentation), ["grouped", "per_operation"]);
        Choice(faults, "planner", planners.Find(submission.Planner) is not null, planners.Names);
        Choice(faults, "engine", submission.Engine is "auto" or "native" or "qiskit", ["auto", "native", "qiskit"]);
        Choice(faults, "method", submission.Method is "auto" or "statevector" or "stabilizer", ["auto", "statevector", "stabilizer"]);
        Choice(faults, "precision", submission.Precision is "double" or "single", ["double", "single"]);
        if (submission.Label?.Length > LongestLabel)
        {
            faults.Add(new ProblemItem("label", $"The label has {submission.Label.Length} characters; the limit is {LongestLabel}.", "too_long"));
        }

        faults.AddRange(CircuitParameters.Read(submission.Parameters).Faults);
        return faults.Count == 0 ? Unsupported(submission) : Problem.Validation(faults[0].Message, faults);
    }

    // What the contract names and this version does not do is refused, never done otherwise.
    private static Problem? Unsupported(JobSubmission submission)
    {
        if (submission.Engine == "qiskit")
        {
            return NotImplemented("engine", "The qiskit engine");
        }

        return submission.PhysicalProtocols ? NotImplemented("physical_protocols", "The expansion of services into physical protocols") : null;
    }

    private static Problem NotImplemented(string field, string what) =>
        new(501, "not_implemented", $"{what} is not supported by this version.") { Errors = [new ProblemItem(field, $"{what} is not supported by this version.", "not_implemented")] };

    private static void Range(List<ProblemItem> faults, string field, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            faults.Add(new ProblemItem(field, $"{field} is from {least} to {most}, not {value}.", "out_of_range"));
        }
    }

    private static void Choice(List<ProblemItem> faults, string field, bool holds, IEnumerable<string> choices)
    {
        if (!holds)
        {
            faults.Add(new ProblemItem(field, $"{field} is one of {string.Join(", ", choices)}.", "invalid_choice"));
        }
    }
}
