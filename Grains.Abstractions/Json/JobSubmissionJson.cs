using System.Text.Json;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Reads the body of a submission, whichever way it comes in. Types are checked here, ranges by <see cref="ISubmissionGrain"/>.</summary>
public static class JobSubmissionJson
{
    /// <summary>The submission, or a <c>validation_error</c> that names every field at fault.</summary>
    public static Outcome<JobSubmission> Read(JsonElement body)
    {
        JsonFields fields = new(body);
        JobSubmission defaults = new() { Circuit = "" };
        JobSubmission submission = new()
        {
            Circuit = fields.RequiredText("circuit"),
            Shots = fields.Whole("shots", defaults.Shots),
            Seed = fields.Seed("seed", defaults.Seed),
            NoiseShots = fields.Whole("noise_shots", defaults.NoiseShots),
            MinFidelity = fields.Real("min_fidelity", defaults.MinFidelity),
            Mode = fields.Word("mode", defaults.Mode, ("distributed", ExecutionMode.Distributed), ("centralized", ExecutionMode.Centralized)),
            Fragmentation = fields.Word("fragmentation", defaults.Fragmentation, ("grouped", Fragmentation.Grouped), ("per_operation", Fragmentation.PerOperation)),
            Planner = fields.Text("planner", defaults.Planner),
            Engine = fields.Text("engine", defaults.Engine),
            Method = fields.Text("method", defaults.Method),
            PhysicalProtocols = fields.Truth("physical_protocols", defaults.PhysicalProtocols),
            Priority = fields.Whole("priority", defaults.Priority),
            DeadlineSeconds = fields.Real("deadline_seconds", defaults.DeadlineSeconds),
            Label = fields.Text("label"),
            Parameters = fields.Members("parameters"),
            Precision = fields.Text("precision", defaults.Precision),
        };
        return fields.Finish() is { } problem ? problem : submission;
    }
}
