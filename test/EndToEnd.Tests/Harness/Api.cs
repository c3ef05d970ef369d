using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The HTTP API as a client sees it.</summary>
public sealed class Api(Uri address) : IDisposable
{
    private static readonly string[] Terminal = ["COMPLETED", "FAILED", "CANCELLED"];

    /// <summary>For requests that no helper covers; relative to <c>/api/v1/</c>.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(100) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? idempotencyKey = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return Http.SendAsync(request, Token);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(path, Token);
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        return await ReadAsync(response);
    }

    /// <summary>Submits a circuit with further fields and gives the job's id.</summary>
    public async Task<string> SubmitAsync(string circuit, Action<JsonObject>? with = null, string? idempotencyKey = null)
    {
        JsonObject body = new() { ["circuit"] = circuit };
        with?.Invoke(body);
        using HttpResponseMessage response = await PostAsync("circuits/submit", body.ToJsonString(), idempotencyKey);
        JsonElement document = await ReadAsync(response);
        Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, document.ToString());
        return document.GetProperty("job_id").GetString()!;
    }

    /// <summary>The job once it has ended.</summary>
    public async Task<JsonElement> EndAsync(string jobId)
    {
        while (true)
        {
            JsonElement job = await GetAsync($"jobs/{jobId}?wait=20");
            if (Terminal.Contains(job.GetProperty("status").GetString()))
            {
                return job;
            }
        }
    }

    /// <summary>The job once it has ended, which has to be well.</summary>
    public async Task<JsonElement> CompletedAsync(string jobId)
    {
        JsonElement job = await EndAsync(jobId);
        Assert.True(job.GetProperty("status").GetString() == "COMPLETED", $"{jobId} ended as {job.GetProperty("status")}: {job.GetProperty("error")}");
        return job;
    }

    /// <summary>Submits and waits for the good end.</summary>
    public async Task<JsonElement> RunAsync(string circuit, Action<JsonObject>? with = null) => await CompletedAsync(await SubmitAsync(circuit, with));

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Token);
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public void Dispose() => Http.Dispose();
}
