using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a job ran, as text.</summary>
internal static class JobCircuit
{
    /// <summary><c>{job_id, format, circuit}</c>: the submitted text where it is in the asked format; translating it is refused.</summary>
    public static Outcome<JsonDocumentText> Write(string jobId, JobSubmission submission, CircuitReading reading, string format)
    {
        if (format is not ("openqasm3" or "openqasm2" or "qiskit"))
        {
            return Problem.Validation("The format is unknown.", new ProblemItem("format", "The format is openqasm3, openqasm2 or qiskit.", "invalid_choice"));
        }

        string? own = reading.Program?.Program.Format switch
        {
            CircuitFormat.OpenQasm2 => "openqasm2",
            CircuitFormat.OpenQasm3 => "openqasm3",
            _ => null,
        };
        return own == format
            ? new JsonDocumentText(JsonSerializer.SerializeToUtf8Bytes(new { job_id = jobId, format, circuit = submission.Circuit }))
            : new Problem(501, "not_implemented", $"This version does not translate circuits into {format}; the submitted text is the job's circuit_text.");
    }
}
