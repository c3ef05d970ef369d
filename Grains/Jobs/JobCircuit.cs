using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a job ran, as text.</summary>
internal static class JobCircuit
{
    /// <summary>The submitted text where it is in the asked format already.</summary>
    public static Outcome<JsonDocumentText> Write(JobSubmission submission, string format)
    {
        if (format is not ("openqasm3" or "openqasm2" or "qiskit"))
        {
            return Problem.Validation("The format is unknown.", new ProblemItem("format", "The format is openqasm3, openqasm2 or qiskit.", "invalid_choice"));
        }

        return new Problem(501, "not_implemented", $"Writing circuits as {format} is not there yet; the submitted text is the job's circuit_text.");
    }
}
