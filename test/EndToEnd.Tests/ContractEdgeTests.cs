using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The edges of the HTTP contract, where clients of all kinds stumble.</summary>
public sealed class ContractEdgeTests(MeshFixture mesh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_source_that_comes_back_after_the_last_event_is_told_that_nothing_follows()
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Bell);
        await mesh.Api.CompletedAsync(jobId);
        (HttpStatusCode status, string all) = await EventsAsync(jobId, null);
        string last = all.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((HttpStatusCode.NoContent, ""), await EventsAsync(jobId, last));
    }

    [Fact]
    public async Task An_event_id_of_no_event_of_the_job_gives_the_whole_story()
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Bell);
        await mesh.Api.CompletedAsync(jobId);
        Assert.Equal(await EventsAsync(jobId, null), await EventsAsync(jobId, "1000"));
    }

    [Theory]
    [InlineData("/api/v1/health")]
    [InlineData("/api/v1/jobs?limit=1")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/")]
    public async Task What_can_be_got_can_be_asked_for_without_its_body(string path)
    {
        using HttpRequestMessage head = new(HttpMethod.Head, new Uri(mesh.Address, path));
        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(head, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task An_encoded_body_is_415()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "circuits/submit") { Content = new ByteArrayContent([31, 139, 8]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("gzip", (await Api.ReadAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_number_is_one_however_JSON_writes_it()
    {
        string key = $"key-{Guid.NewGuid():n}";
        string circuit = JsonSerializer.Serialize(Circuits.Bell);
        using HttpResponseMessage first = await mesh.Api.PostAsync("circuits/submit", $$"""{"circuit":{{circuit}},"shots":1000}""", key);
        using HttpResponseMessage again = await mesh.Api.PostAsync("circuits/submit", $$"""{"circuit":{{circuit}},"shots":1000.0}""", key);
        using HttpResponseMessage power = await mesh.Api.PostAsync("circuits/submit", $$"""{"circuit":{{circuit}},"shots":1e3}""", key);
        using HttpResponseMessage part = await mesh.Api.PostAsync("circuits/submit", $$"""{"circuit":{{circuit}},"shots":1000.5}""");
        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity),
            (first.StatusCode, again.StatusCode, power.StatusCode, part.StatusCode));
    }

    [Fact]
    public async Task Parameters_and_fields_without_measure_are_refused_at_once()
    {
        string digits = new('1', 2_000_000);
        using HttpResponseMessage number = await mesh.Api.PostAsync("circuits/submit", $$$"""{"circuit":"qubit q;","parameters":{"a":{{{digits}}}}}""");
        using HttpResponseMessage bits = await mesh.Api.PostAsync("circuits/submit", $$$"""{"circuit":"qubit q;","parameters":{"a":"{{{digits}}}"}}""");
        using HttpResponseMessage many = await mesh.Api.PostAsync("circuits/submit", $"{{\"circuit\":\"qubit q;\",\"parameters\":{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a{i}\":1"))}}}}}");
        using HttpResponseMessage fields = await mesh.Api.PostAsync("circuits/submit", $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a{i}\":1"))}}}");
        Assert.All(new[] { number, bits, many, fields }, response => Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode));
        Assert.Equal("too_long", (await Api.ReadAsync(number)).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("too_long", (await Api.ReadAsync(bits)).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("too_many", (await Api.ReadAsync(many)).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.InRange((await Api.ReadAsync(fields)).GetProperty("errors").GetArrayLength(), 2, 30);
    }

    [Theory]
    [InlineData("auto", "OPENQASM 3; include \"stdgates.inc\"; qubit[40] q; for int i in [0:38] { h q[i]; t q[i]; cx q[i], q[i+1]; }", "resource_exhausted")]
    [InlineData("stabilizer", "OPENQASM 3; include \"stdgates.inc\"; qubit q; t q;", "validation_error")]
    public async Task A_dry_run_refuses_what_a_submission_refuses(string method, string circuit, string error)
    {
        string body = JsonSerializer.Serialize(new { circuit, method });
        using HttpResponseMessage submitted = await mesh.Api.PostAsync("circuits/submit", body);
        using HttpResponseMessage dry = await mesh.Api.PostAsync("plans/dry-run", body);
        JsonElement refused = await Api.ReadAsync(submitted);
        JsonElement told = await Api.ReadAsync(dry);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, error), (submitted.StatusCode, refused.GetProperty("error").GetString()));
        Assert.Equal((dry.StatusCode, refused.GetProperty("detail").GetString()), (submitted.StatusCode, told.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("target_node_id", "")]
    [InlineData("idempotency_key", " ")]
    [InlineData("service_id", "")]
    [InlineData("target_node_id", "somebody-else")]
    public async Task A_reservation_with_a_field_at_fault_is_refused(string field, string value)
    {
        Dictionary<string, string> body = new() { ["fragment_id"] = "frag-0001", ["service_id"] = "12D3KooWsomebody/cnot" };
        body[field] = value;
        using HttpResponseMessage response = await mesh.Api.PostAsync("reservations", JsonSerializer.Serialize(body));
        JsonElement problem = await Api.ReadAsync(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Documents_show_circuits_as_people_write_them()
    {
        string jobId = await mesh.Api.SubmitAsync("OPENQASM 3; include \"stdgates.inc\"; qubit[2] θ; h θ[0]; // \"<é>\"");
        string text = await mesh.Api.Http.GetStringAsync($"jobs/{jobId}/circuit", Token);
        await mesh.Api.CompletedAsync(jobId);
        Assert.Contains("\\\"<é>\\\"", text, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Text)> EventsAsync(string jobId, string? lastEventId)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"jobs/{jobId}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(request, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
