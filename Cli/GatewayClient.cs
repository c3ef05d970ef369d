using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.Cli;

/// <summary>Speaks to a gateway as any client does, over HTTP.</summary>
public sealed class GatewayClient : IDisposable
{
    private readonly HttpClient http;

    public GatewayClient(Uri address)
    {
        http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Submits; the answer's <c>job_id</c>, or the problem as an exception that says all faults.</summary>
    public async Task<string> SubmitAsync(JsonObject submission, CancellationToken cancellationToken)
    {
        using StringContent body = new(submission.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync("circuits/submit", body, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        JsonNode document = Parse(text, (int)response.StatusCode);
        return response.IsSuccessStatusCode ? document["job_id"]!.GetValue<string>() : throw new ProblemException(document);
    }

    /// <summary>A document as text.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(path, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw new ProblemException(Parse(text, (int)response.StatusCode));
    }

    /// <summary>A document.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) => JsonNode.Parse(await GetTextAsync(path, cancellationToken))!;

    /// <summary>A job's changes until it has ended.</summary>
    public async IAsyncEnumerable<JsonNode> EventsAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = await http.GetStreamAsync($"jobs/{jobId}/events", cancellationToken);
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return JsonNode.Parse(item.Data)!;
        }
    }

    public void Dispose() => http.Dispose();

    private static JsonNode Parse(string text, int status)
    {
        try
        {
            return JsonNode.Parse(text) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandException($"the gateway answered {status} with something that is no JSON.");
        }
    }
}
