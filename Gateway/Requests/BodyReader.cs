using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Reads a request's JSON body; whatever is wrong with it is a problem that says so.</summary>
public static class BodyReader
{
    /// <summary>Room for a circuit of 1,000,000 bytes with each of them escaped, and the other fields.</summary>
    public const long MaximumBytes = 6_500_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The body as a JSON document; an object, or it is refused.</summary>
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        RequireJson(context.Request);
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, Options, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
            throw Refused("body", $"The body is no JSON{place}: {FirstSentence(exception.Message)}", "json_invalid");
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw Refused("body", "The body has to be a JSON object.", "not_an_object");
        }

        return document;
    }

    private static void RequireJson(HttpRequest request)
    {
        bool json = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        if (!json)
        {
            throw new ProblemException(new Problem(415, "validation_error", $"The body has to be application/json in UTF-8, not '{request.ContentType}'."));
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            throw new ProblemException(new Problem(415, "validation_error", $"The body has to come as it is, not encoded as '{encoding}'."));
        }
    }

    private static ProblemException Refused(string field, string message, string code) =>
        new(Problem.Validation(message, new ProblemItem(field, message, code)));

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }
}
