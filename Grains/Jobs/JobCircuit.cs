using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a job ran, as text.</summary>
internal static class JobCircuit
{
    /// <summary>UTF-8 JSON: <c>{job_id, format, circuit}</c>, the submitted text where it is in that format already; or why the format can't say the program.</summary>
    public static async Task<Outcome<JsonDocumentText>> WriteAsync(string jobId, JobSubmission submission, string format, JobServices services)
    {
        if (format is not ("openqasm3" or "openqasm2" or "qiskit"))
        {
            return Problem.Validation("The format is unknown.", new ProblemItem("format", "The format is openqasm3, openqasm2 or qiskit.", "invalid_choice"));
        }

        CircuitReading reading = await services.Programs.ReadAsync(submission);
        if (reading.Program is null)
        {
            return Problem.CircuitInvalid("The job's circuit can't be read by this version.", [.. reading.Faults]);
        }

        if (Own(reading.Program.Program.Format) == format)
        {
            return new JsonDocumentText(Json(jobId, format, submission.Circuit));
        }

        FormattedProgram written = await services.Compute.Quick(_ => Format(reading.Program.Program, format));
        return written.IsWritten
            ? new JsonDocumentText(Json(jobId, format, written.Text))
            : Problem.Validation($"The circuit can't be written as {format}: {written.Refusal}", new ProblemItem("format", written.Refusal, "not_expressible"));
    }

    private static string Own(CircuitFormat format) => format switch
    {
        CircuitFormat.OpenQasm2 => "openqasm2",
        CircuitFormat.OpenQasm3 => "openqasm3",
        _ => "service",
    };

    private static FormattedProgram Format(CircuitProgram program, string format) => format switch
    {
        "openqasm2" => ProgramFormatter.ToOpenQasm2(program),
        "qiskit" => ProgramFormatter.ToQiskit(program),
        _ => new FormattedProgram(ProgramFormatter.ToOpenQasm3(program), null),
    };

    private static byte[] Json(string jobId, string format, string circuit)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartObject();
        writer.WriteString("job_id", jobId);
        writer.WriteString("format", format);
        writer.WriteString("circuit", circuit);
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
