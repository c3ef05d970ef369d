using System.Net;
using System.Text;
using System.Text.Json;

namespace Orleans.QuantumMesh.Bench.Jobs;

/// <summary>Submits jobs over HTTP and waits for their ends, as any client does.</summary>
internal sealed class JobClient : IDisposable
{
    private readonly HttpClient http;

    public JobClient(Uri address)
    {
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(120) };
    }

    public static byte[] Body(string circuit, int noiseShots = 256) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["circuit"] = circuit, ["noise_shots"] = noiseShots });

    /// <summary>The job's id, once it is kept.</summary>
    public async Task<string> SubmitAsync(byte[] body, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await http.PostAsync("circuits/submit", content, cancellationToken);
        byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
        }

        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("job_id").GetString()!;
    }

    /// <summary>The job's document once it has completed.</summary>
    public async Task<JsonElement> CompletedAsync(string jobId, CancellationToken cancellationToken)
    {
        while (true)
        {
            byte[] answer = await http.GetByteArrayAsync($"jobs/{jobId}?wait=20&result_detail=summary", cancellationToken);
            using JsonDocument document = JsonDocument.Parse(answer);
            string status = document.RootElement.GetProperty("status").GetString()!;
            if (status == "COMPLETED")
            {
                return document.RootElement.Clone();
            }

            if (status is "FAILED" or "CANCELLED")
            {
                throw new InvalidOperationException($"{jobId} ended as {status}: {document.RootElement.GetProperty("error")}");
            }
        }
    }

    public void Dispose() => http.Dispose();
}
