using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The HTTP contract, over HTTP.</summary>
public sealed class ContractTests(MeshFixture mesh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "nowhere", null, 404, "not_found")]
    [InlineData("DELETE", "jobs", null, 405, "validation_error")]
    [InlineData("GET", "jobs/job-0123456789abcdef0123456789abcdef", null, 404, "not_found")]
    [InlineData("GET", "jobs/nonsense", null, 404, "not_found")]
    [InlineData("GET", "plans/plan-0123456789abcdef0123456789abcdef", null, 404, "not_found")]
    [InlineData("GET", "discovery/peers/12D3KooWNobody", null, 404, "not_found")]
    [InlineData("GET", "metrics/fidelity/12D3KooWNobody", null, 404, "not_found")]
    [InlineData("GET", "reservations/res-0123456789abcdef0123456789abcdef", null, 404, "not_found")]
    [InlineData("GET", "jobs?limit=0", null, 422, "validation_error")]
    [InlineData("GET", "jobs?status=DONE", null, 422, "validation_error")]
    [InlineData("GET", "jobs?state=FAILED", null, 422, "validation_error")]
    [InlineData("GET", "jobs?cursor=nonsense", null, 422, "validation_error")]
    [InlineData("GET", "services?min_fidelity=2", null, 422, "validation_error")]
    [InlineData("POST", "circuits/submit", "{\"circuit\":", 422, "validation_error")]
    [InlineData("POST", "circuits/submit", "[]", 422, "validation_error")]
    [InlineData("POST", "circuits/submit", "{}", 422, "validation_error")]
    [InlineData("POST", "circuits/submit", "{\"circuit\":\"OPENQASM 3;\\nqubit q;\\nh q;\",\"shots\":0}", 422, "validation_error")]
    [InlineData("POST", "circuits/submit", "{\"circuit\":\"OPENQASM 3;\\nqubit q;\\nhh q;\"}", 422, "circuit_invalid")]
    [InlineData("POST", "circuits/validate", "{\"circuit\":\"OPENQASM 3;\\nqubit q;\\nhh q;\"}", 422, "circuit_invalid")]
    [InlineData("POST", "jobs/job-0123456789abcdef0123456789abcdef/cancel", "", 404, "not_found")]
    [InlineData("GET", "finance", null, 501, "not_implemented")]
    [InlineData("POST", "circuits/batch", "{}", 501, "not_implemented")]
    public async Task An_error_has_the_one_shape(string method, string path, string? body, int status, string error)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(request, Token);
        JsonElement problem = await Api.ReadAsync(response);
        Assert.Equal((status, error), ((int)response.StatusCode, problem.GetProperty("error").GetString()));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(Assert.Single(response.Headers.GetValues("X-Request-Id")), problem.GetProperty("request_id").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("errors").ValueKind);
    }

    [Fact]
    public async Task A_bad_circuit_is_refused_with_the_places_of_its_faults()
    {
        using HttpResponseMessage response = await mesh.Api.PostAsync("circuits/submit", """{"circuit":"OPENQASM 3;\nqubit[2] q;\nhh q[0];\ncx q[0], q[7];\n"}""");
        JsonElement problem = await Api.ReadAsync(response);
        JsonElement[] errors = [.. problem.GetProperty("errors").EnumerateArray()];
        Assert.Contains(errors, item => item.GetProperty("line").GetInt32() == 3);
        Assert.Contains(errors, item => item.GetProperty("line").GetInt32() == 4);
        Assert.All(errors, item => Assert.True(item.GetProperty("column").GetInt32() >= 1));
    }

    [Fact]
    public async Task Unknown_fields_are_refused_and_named()
    {
        using HttpResponseMessage response = await mesh.Api.PostAsync("circuits/submit", """{"circuit":"OPENQASM 3;\nqubit q;\nh q;","shotz":3,"seed":-1}""");
        JsonElement problem = await Api.ReadAsync(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), item => item.GetProperty("field").GetString() == "shotz" && item.GetProperty("code").GetString() == "unknown_field");
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), item => item.GetProperty("field").GetString() == "seed");
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_415_and_one_that_is_too_large_413()
    {
        using StringContent form = new("circuit=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        using HttpResponseMessage unsupported = await mesh.Api.Http.PostAsync("circuits/submit", form, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unsupported.StatusCode);
        Assert.Equal("validation_error", (await Api.ReadAsync(unsupported)).GetProperty("error").GetString());

        string comment = "//" + new string('x', 1_000_000);
        using HttpResponseMessage large = await mesh.Api.PostAsync("circuits/submit", $$"""{"circuit":"OPENQASM 3;\n{{comment}}\nqubit q;\nh q;"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("payload_too_large", (await Api.ReadAsync(large)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_submission_is_created_with_its_location_and_ends_with_the_contract_s_fields()
    {
        using HttpResponseMessage response = await mesh.Api.PostAsync("circuits/submit", JsonSerializer.Serialize(new { circuit = Circuits.Bell, label = "bell" }));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        JsonElement created = await Api.ReadAsync(response);
        string jobId = created.GetProperty("job_id").GetString()!;
        Assert.Equal("QUEUED", created.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Array, created.GetProperty("warnings").ValueKind);
        Assert.EndsWith($"/api/v1/jobs/{jobId}", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("job-", jobId, StringComparison.Ordinal);

        JsonElement job = await mesh.Api.CompletedAsync(jobId);
        AssertHas(job, "job_id", "status", "plan_id", "error", "result", "progress", "queue", "circuit_text", "created_at", "updated_at");
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$", job.GetProperty("created_at").GetString());
        AssertHas(job.GetProperty("progress"), "total_fragments", "completed_fragments", "active_fragments", "completion_ratio", "latest_event_at", "finalizing");
        JsonElement result = job.GetProperty("result");
        Assert.All(result.GetProperty("fragment_results").EnumerateArray(), fragment => AssertHas(
            fragment, "fragment_id", "node_id", "status", "attempts", "started_at", "finished_at", "observed_fidelity", "operation_fidelity", "error", "reservation_id", "execution_id", "execution_block_id", "block_fragment_ids", "stage_index", "state_handoff_from_node_ids", "state_transfer_bytes", "gate_count", "circuit_depth", "component_qubits", "service_type", "queue_ms", "execute_ms", "round_trip_ms", "tried"));
        JsonElement quantum = result.GetProperty("quantum_result");
        AssertHas(quantum, "counts", "classical_counts", "shots", "seed", "measured_qubits", "qubit_ids", "probabilities", "measured_probabilities", "statevector", "observable_expectations", "reduced_density_matrices", "bloch_vectors", "entanglement_entropy", "top_basis_states", "fidelity", "distributed_execution", "noise", "engine", "warnings");
        AssertHas(quantum.GetProperty("noise"), "shots", "counts", "classical_counts", "measured_probabilities", "errors_total", "shots_with_errors", "lead_run_errors", "readout_flips");
        AssertHas(quantum.GetProperty("fidelity"), "target_state", "fidelity_to_target_state", "standard_error", "lead_run_fidelity", "estimated_execution_fidelity");
        AssertHas(quantum.GetProperty("distributed_execution"), "execution_mode", "stage_count", "block_count", "last_peer_id", "validation_statevector_fidelity", "measured_qubits", "remote_operations", "ebits");

        JsonElement summary = (await mesh.Api.GetAsync($"jobs/{jobId}?result_detail=summary")).GetProperty("result").GetProperty("quantum_result");
        Assert.All(new[] { "probabilities", "statevector", "reduced_density_matrices" }, field => Assert.Equal(JsonValueKind.Null, summary.GetProperty(field).ValueKind));
        Assert.Equal(quantum.GetProperty("counts").GetRawText(), summary.GetProperty("counts").GetRawText());

        JsonElement plan = await mesh.Api.GetAsync($"plans/{job.GetProperty("plan_id").GetString()}");
        AssertHas(plan, "plan_id", "revision", "content_hash", "fragment_order", "fragments", "assignments", "stages", "blocks", "ebits", "quality_snapshot_id");
        JsonElement assignment = plan.GetProperty("assignments").EnumerateObject().First().Value;
        AssertHas(assignment, "fragment_id", "primary_node_id", "fallback_node_ids", "block_id", "stage_index", "candidates", "refused");
        AssertHas(assignment.GetProperty("candidates")[0], "node_id", "total_cost", "latency_cost", "failure_risk_cost", "entanglement_cost", "load_cost", "fidelity");
    }

    [Theory]
    [InlineData("openqasm3", "OPENQASM 3")]
    [InlineData("openqasm2", "OPENQASM 2")]
    [InlineData("qiskit", "QuantumCircuit")]
    public async Task What_was_run_can_be_had_in_other_formats(string format, string part)
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Bell);
        JsonElement circuit = await mesh.Api.GetAsync($"jobs/{jobId}/circuit?format={format}");
        Assert.Contains(part, circuit.GetProperty("circuit").GetString(), StringComparison.Ordinal);
        await mesh.Api.CompletedAsync(jobId);
        JsonElement timeline = await mesh.Api.GetAsync($"jobs/{jobId}/timeline");
        Assert.All(timeline.GetProperty("fragments").EnumerateArray(), fragment => AssertHas(fragment, "fragment_id", "node_id", "queued_at", "reserved_at", "dispatched_at", "executed_at"));
    }

    [Fact]
    public async Task A_repeated_idempotency_key_gives_the_first_answer_and_another_body_a_conflict()
    {
        string key = $"key-{Guid.NewGuid():n}";
        string body = JsonSerializer.Serialize(new { circuit = Circuits.Bell });
        using HttpResponseMessage first = await mesh.Api.PostAsync("circuits/submit", body, key);
        using HttpResponseMessage again = await mesh.Api.PostAsync("circuits/submit", JsonSerializer.Serialize(new { shots = 1024, circuit = Circuits.Bell }), key);
        using HttpResponseMessage other = await mesh.Api.PostAsync("circuits/submit", JsonSerializer.Serialize(new { circuit = Circuits.Bell, shots = 5 }), key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal((await Api.ReadAsync(first)).GetProperty("job_id").GetString(), (await Api.ReadAsync(again)).GetProperty("job_id").GetString());
        Assert.Equal("idempotency_conflict", (await Api.ReadAsync(other)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_request_id_is_echoed()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "health");
        request.Headers.Add("X-Request-Id", "my-request-7");
        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(request, Token);
        Assert.Equal("my-request-7", Assert.Single(response.Headers.GetValues("X-Request-Id")));
    }

    [Fact]
    public async Task Foreign_hosts_and_origins_are_refused()
    {
        using HttpRequestMessage rebound = new(HttpMethod.Get, "health");
        rebound.Headers.Host = "attacker.example";
        using HttpResponseMessage host = await mesh.Api.Http.SendAsync(rebound, Token);
        using HttpRequestMessage foreign = new(HttpMethod.Get, "health");
        foreign.Headers.Add("Origin", "http://attacker.example");
        using HttpResponseMessage origin = await mesh.Api.Http.SendAsync(foreign, Token);
        using HttpRequestMessage own = new(HttpMethod.Get, "health");
        own.Headers.Add("Origin", mesh.Address.GetLeftPart(UriPartial.Authority));
        using HttpResponseMessage same = await mesh.Api.Http.SendAsync(own, Token);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK), (host.StatusCode, origin.StatusCode, same.StatusCode));
        Assert.False(same.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Lists_are_paged_newest_first_by_links()
    {
        List<string> made = [];
        for (int i = 0; i < 3; i++)
        {
            made.Add(await mesh.Api.SubmitAsync(Circuits.Bell));
        }

        List<string> listed = [];
        string? next = "jobs?limit=2&status=QUEUED&status=COMPILING&status=RESERVING&status=EXECUTING&status=COMPLETED";
        while (next is not null && !made.All(listed.Contains))
        {
            using HttpResponseMessage response = await mesh.Api.Http.GetAsync(next, Token);
            JsonElement page = await Api.ReadAsync(response);
            Assert.True(page.GetArrayLength() <= 2);
            listed.AddRange(page.EnumerateArray().Select(row => row.GetProperty("job_id").GetString()!));
            next = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? links.Single().Split('>')[0].TrimStart('<') : null;
        }

        Assert.Equal(made.AsEnumerable().Reverse(), listed.Where(made.Contains));
        Assert.Equal(listed.Count, listed.Distinct().Count());
        await Task.WhenAll(made.Select(mesh.Api.CompletedAsync));
    }

    [Fact]
    public async Task Events_tell_every_state_and_are_resumed_without_gap()
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Example("walkthrough"));
        List<(string Id, string Status)> all = await EventsAsync(jobId, null);
        Assert.Equal("COMPLETED", all[^1].Status);
        Assert.Equal(["QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED"], all.Select(item => item.Status).Distinct());
        Assert.Equal(all.Select(item => long.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture)).Order(), all.Select(item => long.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(all[2..], await EventsAsync(jobId, all[1].Id));
    }

    [Fact]
    public async Task A_web_socket_tells_changes_and_closes_with_1000_at_the_end()
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Example("walkthrough"));
        using ClientWebSocket socket = await ConnectAsync(jobId);
        (List<JsonElement> messages, WebSocketCloseStatus? close) = await ReceiveAsync(socket);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, close);
        Assert.Equal("COMPLETED", messages[^1].GetProperty("status").GetString());
        Assert.All(messages, message => AssertHas(message, "job_id", "status", "error", "progress", "updated_at"));
    }

    [Fact]
    public async Task A_web_socket_on_an_unknown_job_closes_with_4404()
    {
        using ClientWebSocket socket = await ConnectAsync("job-0123456789abcdef0123456789abcdef");
        (List<JsonElement> messages, WebSocketCloseStatus? close) = await ReceiveAsync(socket);
        Assert.Empty(messages);
        Assert.Equal(4404, (int)close!.Value);
    }

    [Fact]
    public async Task Cancelling_a_job_that_has_ended_is_a_conflict()
    {
        string jobId = await mesh.Api.SubmitAsync(Circuits.Bell);
        await mesh.Api.CompletedAsync(jobId);
        using HttpResponseMessage response = await mesh.Api.PostAsync($"jobs/{jobId}/cancel", "");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("conflict", (await Api.ReadAsync(response)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_with_an_estimate_and_makes_no_job()
    {
        using HttpResponseMessage response = await mesh.Api.PostAsync("plans/dry-run", JsonSerializer.Serialize(new { circuit = Circuits.Example("walkthrough"), label = "dry" }));
        JsonElement plan = await Api.ReadAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("plan_id").ValueKind);
        AssertHas(plan.GetProperty("estimate"), "fragments", "expected_latency_ms", "expected_fidelity", "assumptions");
        Assert.DoesNotContain((await mesh.Api.GetAsync("jobs?limit=200")).EnumerateArray(), job => job.GetProperty("label").GetString() == "dry");
    }

    [Fact]
    public async Task The_mesh_can_be_looked_at()
    {
        JsonElement peers = await mesh.Api.GetAsync("discovery/peers");
        Assert.Equal(4, peers.GetProperty("total").GetInt32());
        JsonElement row = peers.GetProperty("peers")[0];
        AssertHas(row, "peer_id", "trust_tier", "health_status", "network_address_count", "service_count", "active_reservations", "active_executions", "last_seen_at", "is_stale");
        string peerId = row.GetProperty("peer_id").GetString()!;
        AssertHas(await mesh.Api.GetAsync($"discovery/peers/{peerId}"), "network_addresses", "supported_protocols", "service_ids", "peer_log_position", "first_seen_at", "last_advertisement_at", "last_heartbeat_at", "rejoined");
        AssertHas(await mesh.Api.GetAsync("discovery/topology"), "peers", "total_peers", "active_peers", "stale_peers");
        AssertHas(await mesh.Api.GetAsync("discovery/network/topology"), "fabric_running", "generated_at", "services", "registry_snapshot", "links");
        await mesh.Api.GetAsync("discovery/stats");
        JsonElement services = await mesh.Api.GetAsync("services?service_type=cnot&available=true&min_fidelity=0.5");
        Assert.Equal(4, services.GetArrayLength());
        AssertHas(services[0], "node_id", "listen_addrs", "service_type", "fidelity", "qubit_min", "qubit_max", "availability", "updated_at", "gate_set", "connectivity");
        AssertHas(await mesh.Api.GetAsync($"metrics/fidelity/{peerId}"), "node_id", "sample_count", "average_fidelity", "min_fidelity", "max_fidelity", "samples");
        JsonElement bootstrap = await mesh.Api.GetAsync("bootstrap/libp2p");
        Assert.Contains("/p2p/" + bootstrap.GetProperty("peer_id").GetString(), bootstrap.GetProperty("listen_multiaddrs")[0].GetString(), StringComparison.Ordinal);
        AssertHas(await mesh.Api.GetAsync("bootstrap/libp2p/runtime"), "driver", "driver_version", "host_peer_id", "listeners_active", "configured_listen_multiaddrs", "advertised_multiaddrs", "bootstrap_peers", "rendezvous_namespace", "connected_peers");
        Assert.Equal("ready", (await mesh.Api.GetAsync("ready")).GetProperty("status").GetString());
        Assert.Equal("ok", (await mesh.Api.GetAsync("health")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_reservation_holds_a_slot_until_it_is_cancelled()
    {
        using HttpResponseMessage response = await mesh.Api.PostAsync("reservations", """{"fragment_id":"frag-0001","service_id":"cnot","ttl_seconds":60}""");
        JsonElement created = await Api.ReadAsync(response);
        Assert.True(response.StatusCode == HttpStatusCode.Created, created.ToString());
        string id = created.GetProperty("reservation_id").GetString()!;
        Assert.Equal("COMMITTED", created.GetProperty("current_transition").GetString());
        Assert.True(created.GetProperty("is_active").GetBoolean());
        using HttpResponseMessage cancelled = await mesh.Api.PostAsync($"reservations/{id}/cancel?reason=enough", "");
        Assert.Equal("CANCELED", (await Api.ReadAsync(cancelled)).GetProperty("current_transition").GetString());
        using HttpResponseMessage again = await mesh.Api.PostAsync($"reservations/{id}/cancel", "");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.True((await mesh.Api.GetAsync($"reservations/{id}")).GetProperty("is_terminal").GetBoolean());
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_route_with_an_error_shape_and_the_page_is_there()
    {
        using HttpClient http = new() { BaseAddress = mesh.Address };
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", Token));
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach (string route in new[] { "/health", "/ready", "/bootstrap/libp2p", "/bootstrap/libp2p/runtime", "/discovery/peers", "/discovery/topology", "/discovery/network/topology", "/services", "/metrics/fidelity/{node_id}", "/circuits/submit", "/circuits/validate", "/plans/dry-run", "/plans/{plan_id}", "/jobs", "/jobs/{job_id}", "/jobs/{job_id}/cancel", "/jobs/{job_id}/events", "/jobs/{job_id}/ws", "/reservations" })
        {
            Assert.All(paths.GetProperty("/api/v1" + route).EnumerateObject(), operation => Assert.True(operation.Value.GetProperty("responses").TryGetProperty("default", out _), route));
        }

        JsonElement submit = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("SubmitBody");
        Assert.False(submit.GetProperty("additionalProperties").GetBoolean());
        Assert.Contains("Orleans.QuantumMesh", await http.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_as_the_OpenAPI_document_says()
    {
        using HttpClient http = new() { BaseAddress = mesh.Address };
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", Token));
        SchemaCheck check = new(document.RootElement);
        string submission = JsonSerializer.Serialize(new { circuit = Circuits.Example("teleportation"), label = "schema" });
        using HttpResponseMessage submitted = await mesh.Api.PostAsync("circuits/submit", submission);
        JsonElement created = await Api.ReadAsync(submitted);
        check.Check("post", "/circuits/submit", "201", created);
        JsonElement job = await mesh.Api.CompletedAsync(created.GetProperty("job_id").GetString()!);
        check.Check("get", "/jobs/{job_id}", "200", job);
        string jobId = job.GetProperty("job_id").GetString()!;
        using HttpResponseMessage validated = await mesh.Api.PostAsync("circuits/validate", JsonSerializer.Serialize(new { circuit = Circuits.Example("dynamic") }));
        check.Check("post", "/circuits/validate", "200", await Api.ReadAsync(validated));
        using HttpResponseMessage dry = await mesh.Api.PostAsync("plans/dry-run", submission);
        check.Check("post", "/plans/dry-run", "200", await Api.ReadAsync(dry));
        string peerId = (await mesh.Api.GetAsync("discovery/peers")).GetProperty("peers")[0].GetProperty("peer_id").GetString()!;
        foreach ((string route, string path) in new[]
        {
            ("/jobs", "jobs?limit=20"), ("/plans/{plan_id}", $"plans/{job.GetProperty("plan_id").GetString()}"), ("/jobs/{job_id}/circuit", $"jobs/{jobId}/circuit"), ("/jobs/{job_id}/timeline", $"jobs/{jobId}/timeline"),
            ("/discovery/peers", "discovery/peers"), ("/discovery/peers/{peer_id}", $"discovery/peers/{peerId}"), ("/discovery/topology", "discovery/topology"), ("/discovery/network/topology", "discovery/network/topology"),
            ("/discovery/stats", "discovery/stats"), ("/services", "services"), ("/metrics/fidelity/{node_id}", $"metrics/fidelity/{peerId}"), ("/health", "health"), ("/ready", "ready"), ("/bootstrap/libp2p", "bootstrap/libp2p"), ("/bootstrap/libp2p/runtime", "bootstrap/libp2p/runtime"),
        })
        {
            check.Check("get", route, "200", await mesh.Api.GetAsync(path));
        }

        Assert.Empty(check.Faults.Distinct());
    }

    [Fact]
    public async Task The_body_in_the_OpenAPI_document_has_the_fields_that_a_submission_takes()
    {
        using HttpClient http = new() { BaseAddress = mesh.Address };
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", Token));
        using HttpResponseMessage response = await mesh.Api.PostAsync("circuits/submit", """{"nonsense":1}""");
        string told = (await Api.ReadAsync(response)).GetProperty("errors").EnumerateArray().Single(item => item.GetProperty("field").GetString() == "nonsense").GetProperty("message").GetString()!;
        string fields = told[(told.IndexOf("there are ", StringComparison.Ordinal) + "there are ".Length)..].TrimEnd('.');
        Assert.Equal(
            fields.Split(", ").Order(StringComparer.Ordinal),
            document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("SubmitBody").GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    private static void AssertHas(JsonElement element, params string[] fields) =>
        Assert.DoesNotContain(fields, field => !element.TryGetProperty(field, out _));

    private async Task<List<(string Id, string Status)>> EventsAsync(string jobId, string? lastEventId)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"jobs/{jobId}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using HttpResponseMessage response = await mesh.Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
        List<(string, string)> events = [];
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(Token))
        {
            using JsonDocument data = JsonDocument.Parse(item.Data);
            events.Add((item.EventId!, data.RootElement.GetProperty("status").GetString()!));
        }

        return events;
    }

    private async Task<ClientWebSocket> ConnectAsync(string jobId)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://{mesh.Address.Authority}/api/v1/jobs/{jobId}/ws"), Token);
        return socket;
    }

    private static async Task<(List<JsonElement> Messages, WebSocketCloseStatus? Close)> ReceiveAsync(ClientWebSocket socket)
    {
        List<JsonElement> messages = [];
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
                return (messages, received.CloseStatus);
            }

            using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            messages.Add(message.RootElement.Clone());
        }
    }
}
