using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>A client of a gateway as anybody writes one: HTTP/1.1 over connections that stay open.</summary>
internal sealed class JobClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient http;

    public JobClient(Uri address) => http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = new Uri(address, "/api/v1/"),
        DefaultRequestVersion = HttpVersion.Version11,
        Timeout = TimeSpan.FromSeconds(120),
    };

    /// <summary>The body of a submission.</summary>
    public static byte[] Body(string circuit, string? fragmentation = null) =>
        JsonSerializer.SerializeToUtf8Bytes(fragmentation is null ? new Dictionary<string, string> { ["circuit"] = circuit } : new() { ["circuit"] = circuit, ["fragmentation"] = fragmentation });

    /// <summary>The job's id, once it is kept.</summary>
    public async Task<string> SubmitAsync(byte[] body, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = Json;
        using HttpResponseMessage response = await http.PostAsync("circuits/submit", content, cancellationToken);
        using JsonDocument document = await ReadAsync(response, cancellationToken);
        return document.RootElement.GetProperty("job_id").GetString()!;
    }

    /// <summary>The job's whole document once it has completed; asked for again each time its state changes.</summary>
    public async Task<JsonElement> CompletedAsync(string jobId, CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonElement job = await GetAsync($"jobs/{jobId}?wait=30", cancellationToken);
            switch (job.GetProperty("status").GetString())
            {
                case "COMPLETED":
                    return job;
                case "FAILED" or "CANCELLED":
                    throw new InvalidOperationException($"{jobId} ended as {job.GetProperty("status")}: {job.GetProperty("error")}");
                default:
                    break;
            }
        }
    }

    /// <summary>A document.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(path, cancellationToken);
        using JsonDocument document = await ReadAsync(response, cancellationToken);
        return document.RootElement.Clone();
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(text)}");
    }
}
