using System.Diagnostics;
using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Jobs: list, look at, wait for, cancel, follow.</summary>
public static class JobEndpoints
{
    private const int MaximumWaitSeconds = 60;
    private static readonly TimeSpan WaitSlice = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs", List).Describe("Jobs", "The caller's jobs, newest first", "The next page's link is in the Link header.")
            .Query("status", "array", "States to list; may be repeated.", [.. Enum.GetValues<JobState>().Select(state => state.ToWord())]).Query("limit", "integer", "1 to 200, default 50.", 1, 200).Query("cursor", "string", "Where to go on; out of a Link header.")
            .Answers<JobRowDocument[]>().Fails(422);
        routes.MapGet("/jobs/{job_id}", Get).Describe("Jobs", "One job", "With wait the answer comes when the state changes or the seconds are over.")
            .Query("result_detail", "string", "full (default) or summary, without the large fields.", "full", "summary").Query("wait", "integer", "0 to 60 seconds.", 0, MaximumWaitSeconds)
            .Answers<JobView>().Fails(404, 422);
        routes.MapPost("/jobs/{job_id}/cancel", Cancel).Describe("Jobs", "Cancel a job", "Its open reservations are released; a job that has ended is a conflict.").Answers<JobView>().Fails(404, 409, 422);
        routes.MapGet("/jobs/{job_id}/events", Events).Describe("Jobs", "A job's changes as server-sent events", "Each event's id is its sequence; Last-Event-ID resumes after it; 204 when the job's last event was seen.")
            .Header("Last-Event-ID", "The last event that was seen.").AnswersEvents().Fails(404, 422, 429);
        routes.MapGet("/jobs/{job_id}/ws", Socket).Describe("Jobs", "A job's changes over a WebSocket", "Messages as the events' data. Close codes: 1000 the job has ended, 4401, 4404, 4429.").SwitchesProtocols().Fails(422, 426);
        routes.MapGet("/jobs/{job_id}/circuit", Circuit).Describe("Jobs", "What was run", null)
            .Query("format", "string", "openqasm3 (default), openqasm2 or qiskit.", "openqasm3", "openqasm2", "qiskit").Answers<CircuitDocument>().Fails(404, 422);
        routes.MapGet("/jobs/{job_id}/timeline", Timeline).Describe("Jobs", "The spans of each fragment", "Queued, reserved, dispatched, executed, for a Gantt chart.").Answers<TimelineDocument>().Fails(404, 422);
    }

    private static async Task<IResult> List(HttpContext context, IClusterClient cluster)
    {
        QueryReader query = new(context.Request.Query);
        List<JobState> states = [];
        foreach (string word in query.Texts("status"))
        {
            if (JobStateNames.TryParse(word, out JobState state))
            {
                states.Add(state);
            }
            else
            {
                query.Refuse("status", $"'status' is one of {string.Join(", ", Enum.GetValues<JobState>().Select(known => known.ToWord()))}, not '{word}'.", "unknown_value");
            }
        }

        int limit = query.Whole("limit", 50, 1, 200);
        string? cursor = query.Text("cursor");
        query.Finish();
        Outcome<JobPage> outcome = await cluster.GetGrain<ISubmissionGrain>(0).List(new JobQuery { States = states, Limit = limit, Cursor = cursor }, Callers.Of(context));
        if (outcome.Problem is { } problem)
        {
            return new ProblemResult(problem);
        }

        JobPage page = outcome.Value!;
        if (page.NextCursor is { } next)
        {
            string filter = string.Concat(states.Select(state => $"status={state.ToWord()}&"));
            context.Response.Headers.Link = $"</api/v1/jobs?{filter}limit={limit.ToString(CultureInfo.InvariantCulture)}&cursor={Uri.EscapeDataString(next)}>; rel=\"next\"";
        }

        ArrayBufferWriter<byte> rows = new(512 * (page.Jobs.Count + 1));
        JobDocumentJson.Write(rows, page.Jobs);
        return new JsonTextResult(rows.WrittenMemory);
    }

    private static async Task<IResult> Get(string job_id, HttpContext context, IClusterClient cluster, IHostApplicationLifetime lifetime)
    {
        QueryReader query = new(context.Request.Query);
        bool summary = query.Word("result_detail", "full", "summary") == "summary";
        int wait = query.Whole("wait", 0, 0, MaximumWaitSeconds);
        query.Finish();
        IJobGrain job = Job(cluster, job_id);
        Caller caller = Callers.Of(context);
        Outcome<JobDocument> outcome = await job.Get(summary, caller);
        if (wait == 0 || outcome.Value is not { } first || first.State.IsTerminal())
        {
            return outcome.ToResult();
        }

        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        long began = Stopwatch.GetTimestamp();
        while (outcome.Value is { } now && now.State == first.State)
        {
            TimeSpan left = TimeSpan.FromSeconds(wait) - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            try
            {
                outcome = await job.Wait(first.State, left < WaitSlice ? left : WaitSlice, summary, caller).WaitAsync(ended.Token);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // The gateway is about to stop: the job as it was seen last, so that nobody waits for an answer in vain.
                break;
            }
        }

        return outcome.ToResult();
    }

    private static async Task<IResult> Cancel(string job_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return (await Job(cluster, job_id).Cancel(Callers.Of(context))).ToResult();
    }

    private static async Task<IResult> Circuit(string job_id, HttpContext context, IClusterClient cluster)
    {
        QueryReader query = new(context.Request.Query);
        string format = query.Word("format", "openqasm3", "openqasm2", "qiskit");
        query.Finish();
        return (await Job(cluster, job_id).Circuit(format, Callers.Of(context))).ToResult();
    }

    private static async Task<IResult> Timeline(string job_id, HttpContext context, IClusterClient cluster)
    {
        new QueryReader(context.Request.Query).Finish();
        return (await Job(cluster, job_id).Timeline(Callers.Of(context))).ToResult();
    }

    private static async Task<IResult> Events(string job_id, HttpContext context, JobWatch watch, JobFeeds feeds, GatewayOptions options, IHostApplicationLifetime lifetime)
    {
        new QueryReader(context.Request.Query).Finish();
        long last = LastEventId(context.Request);
        Outcome<JobUpdates> first = await FirstAsync(job_id, last, context, watch, feeds, options);
        if (first.Problem is { } problem)
        {
            return new ProblemResult(problem);
        }

        if (first.Value!.Ended && last == first.Value.Head)
        {
            // A browser's EventSource comes back after every end, until it is told that nothing follows.
            return Results.NoContent();
        }

        if (last > first.Value.Head)
        {
            // No id of this job's: the whole story is better than none.
            last = 0;
            first = await watch.FirstAsync(job_id, last, Callers.Of(context));
        }

        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        try
        {
            await JobEvents.WriteAsync(context, watch.FollowAsync(job_id, last, first.Value!, Callers.Of(context), ended.Token), ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the gateway is about to: the client resumes with the last id it saw.
        }

        return Results.Empty;
    }

    private static async Task<IResult> Socket(string job_id, HttpContext context, JobWatch watch, JobFeeds feeds, GatewayOptions options, IHostApplicationLifetime lifetime)
    {
        new QueryReader(context.Request.Query).Finish();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return new ProblemResult(new Problem(426, "validation_error", "This route is a WebSocket; for plain HTTP take /events."));
        }

        Outcome<JobUpdates> first = await FirstAsync(job_id, 0, context, watch, feeds, options);
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        if (first.Problem is { } problem)
        {
            await JobSocket.CloseAsync(socket, (WebSocketCloseStatus)JobSocket.CloseCode(problem.Status), problem.Error);
            return Results.Empty;
        }

        Caller caller = Callers.Of(context);
        await JobSocket.SendAsync(socket, token => watch.FollowAsync(job_id, 0, first.Value!, caller, token), lifetime.ApplicationStopping, context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<Outcome<JobUpdates>> FirstAsync(string jobId, long sequence, HttpContext context, JobWatch watch, JobFeeds feeds, GatewayOptions options)
    {
        if (feeds.Watchers >= options.MaximumWatchers)
        {
            return new Problem(429, "rate_limited", $"There are {options.MaximumWatchers} watchers already.");
        }

        try
        {
            return await watch.FirstAsync(Ids.Require(jobId, "job-", "job"), sequence, Callers.Of(context));
        }
        catch (ProblemException unknown) when (unknown.Problem.Status == StatusCodes.Status404NotFound)
        {
            return unknown.Problem;
        }
    }

    private static long LastEventId(HttpRequest request)
    {
        string? text = request.Headers["Last-Event-ID"];
        if (text is null or "")
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence
            : throw new ProblemException(Problem.Validation("Last-Event-ID is the id of an event of this route.", new ProblemItem("Last-Event-ID", "The id of an event, a whole number.", "out_of_range")));
    }

    private static IJobGrain Job(IClusterClient cluster, string jobId) => cluster.GetGrain<IJobGrain>(Ids.Require(jobId, "job-", "job"));
}
