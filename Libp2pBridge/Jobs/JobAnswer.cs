using System.Net;
using System.Text;
using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>An answer of the job stream: an HTTP status and the route's JSON, or an error.</summary>
internal readonly record struct JobAnswer(int Status, ReadOnlyMemory<byte> Body, Problem? Problem, string? Error)
{
    public static JobAnswer Broken(string error) => new(0, default, null, error);

    public static JobAnswer Of(Problem problem) => new(problem.Status, default, problem, null);

    public static JobAnswer Of(JsonDocumentText text) => new(200, text.Utf8, null, null);

    public static JobAnswer Of(Outcome<JsonDocumentText> outcome) => outcome.Value is { } text ? Of(text) : Of(outcome.Problem!);

    public static JobAnswer Of(Outcome<JobDocument> outcome) => outcome.Value is { } job ? new(200, JobDocumentJson.Utf8(job), null, null) : Of(outcome.Problem!);

    public static JobAnswer Of(SubmissionReceipt receipt) => new(receipt.Repeated ? 200 : 201, RequestFrame.Write(receipt, static (writer, r) =>
    {
        writer.WriteString("job_id"u8, r.JobId);
        writer.WriteString("status"u8, "QUEUED"u8);
        writer.WriteStartArray("warnings"u8);
        foreach (string warning in r.Warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
    }), null, null);

    /// <summary>The frame; a body that does not fit one is an error instead.</summary>
    public byte[] ToFrame(string requestId)
    {
        byte[] frame = RequestFrame.Write((Answer: this, requestId), static (writer, s) =>
        {
            writer.WriteString("request_id"u8, s.requestId);
            if (s.Answer.Error is { } error)
            {
                writer.WriteString("error"u8, error);
                return;
            }

            writer.WriteNumber("status"u8, s.Answer.Status);
            writer.WritePropertyName("body"u8);
            if (s.Answer.Problem is { } problem)
            {
                Write(writer, problem, s.requestId);
            }
            else
            {
                writer.WriteRawValue(s.Answer.Body.Span, skipInputValidation: true);
            }
        });
        return frame.Length <= MeshLimits.JobFrame ? frame : Broken($"the answer has {frame.Length} bytes where a frame has at most {MeshLimits.JobFrame}; ask for result_detail=summary").ToFrame(requestId);
    }

    private static void Write(Utf8JsonWriter writer, Problem problem, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, $"urn:quantum-mesh:problem:{problem.Error}");
        writer.WriteString("title"u8, Title(problem.Status));
        writer.WriteNumber("status"u8, problem.Status);
        writer.WriteString("detail"u8, problem.Detail);
        writer.WriteString("error"u8, problem.Error);
        writer.WriteString("request_id"u8, requestId);
        writer.WriteStartArray("errors"u8);
        foreach (ProblemItem item in problem.Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("field"u8, item.Field);
            writer.WriteString("message"u8, item.Message);
            writer.WriteString("code"u8, item.Code);
            WriteOptional(writer, "line"u8, item.Line);
            WriteOptional(writer, "column"u8, item.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>The status in words: <c>NotFound</c> as <c>Not Found</c>.</summary>
    private static string Title(int status)
    {
        StringBuilder title = new();
        foreach (char c in ((HttpStatusCode)status).ToString())
        {
            title.Append(char.IsUpper(c) && title.Length > 0 ? " " : "").Append(c);
        }

        return title.ToString();
    }
}
