using System.Text.Json;

using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>The inbound job stream: each request as the HTTP route of the same name, the asking peer as the owner.</summary>
internal sealed partial class JobStream(IGrainFactory grains, MeshNamespace mesh, TimeProvider time, ILogger logger)
{
    private const int MaxWaitSeconds = 60;
    private static readonly TimeSpan WaitSlice = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromMilliseconds(250);

    /// <summary>Answers a request; one without a known action or a body gets an <c>error</c>.</summary>
    public async ValueTask<RequestReply> HandleAsync(MeshRequest request, CancellationToken cancellationToken)
    {
        try
        {
            string? action = request.Body.TryGetProperty("action"u8, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            JsonElement body = request.Body.TryGetProperty("body"u8, out JsonElement given) ? given : default;
            Caller caller = new() { Owner = request.PeerId, IsOperator = false, RequestId = request.RequestId, TraceParent = request.TraceParent };
            JobAnswer answer = action switch
            {
                "submit" => await SubmitAsync(body, caller).ConfigureAwait(false),
                "get" => await GetAsync(body, caller, request.Timeout, cancellationToken).ConfigureAwait(false),
                "cancel" => await CancelAsync(body, caller).ConfigureAwait(false),
                "plan" => await PlanAsync(body, caller).ConfigureAwait(false),
                "services" => await ServicesAsync(body).ConfigureAwait(false),
                _ => JobAnswer.Broken("action is none of submit, get, cancel, plan, services"),
            };
            return RequestReply.Answer(answer.ToFrame(request.RequestId));
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            LogFailed(logger, request.PeerId, e);
            return RequestReply.Answer(JobAnswer.Broken("the coordinator could not handle the request").ToFrame(request.RequestId));
        }
    }

    private async Task<JobAnswer> SubmitAsync(JsonElement body, Caller caller)
    {
        Outcome<JobSubmission> read = JobSubmissionJson.Read(body);
        if (read.Value is not { } submission)
        {
            return JobAnswer.Of(read.Problem!);
        }

        Outcome<SubmissionReceipt> outcome = await grains.GetGrain<ISubmissionGrain>(0).Submit(submission, caller).ConfigureAwait(false);
        return outcome.Value is { } receipt ? JobAnswer.Of(receipt) : JobAnswer.Of(outcome.Problem!);
    }

    private async Task<JobAnswer> PlanAsync(JsonElement body, Caller caller)
    {
        Outcome<JobSubmission> read = JobSubmissionJson.Read(body);
        return read.Value is { } submission
            ? JobAnswer.Of(await grains.GetGrain<ISubmissionGrain>(0).DryRun(submission, caller).ConfigureAwait(false))
            : JobAnswer.Of(read.Problem!);
    }

    private async Task<JobAnswer> GetAsync(JsonElement body, Caller caller, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        JsonFields fields = new(body);
        string jobId = fields.RequiredText("job_id");
        double wait = fields.Real("wait", 0);
        bool summary = fields.Word("result_detail", true, ("summary", true), ("full", false));
        if (fields.Finish() is { } problem)
        {
            return JobAnswer.Of(problem);
        }

        if (wait is < 0 or > MaxWaitSeconds)
        {
            return JobAnswer.Of(Problem.Validation($"'wait' is 0 to {MaxWaitSeconds} seconds.", new ProblemItem("wait", $"0 to {MaxWaitSeconds} seconds.", "out_of_range")));
        }

        if (Job(jobId) is not { } job)
        {
            return JobAnswer.Of(Problem.NotFound("There is no such job."));
        }

        TimeSpan patience = TimeSpan.FromSeconds(wait);
        if (timeout is { } limit && limit - AnswerMargin < patience)
        {
            patience = limit - AnswerMargin;
        }

        long started = time.GetTimestamp();
        Outcome<JobDocument> outcome = await job.Get(summary, caller).ConfigureAwait(false);
        JobState? first = outcome.Value?.State;
        while (outcome.Value is { } now && now.State == first && !now.State.IsTerminal() && patience - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            outcome = await job.Wait(now.State, left < WaitSlice ? left : WaitSlice, summary, caller).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return JobAnswer.Of(outcome);
    }

    private async Task<JobAnswer> CancelAsync(JsonElement body, Caller caller)
    {
        JsonFields fields = new(body);
        string jobId = fields.RequiredText("job_id");
        return fields.Finish() is { } problem ? JobAnswer.Of(problem)
            : Job(jobId) is { } job ? JobAnswer.Of(await job.Cancel(caller).ConfigureAwait(false))
            : JobAnswer.Of(Problem.NotFound("There is no such job."));
    }

    private async Task<JobAnswer> ServicesAsync(JsonElement body)
    {
        string? type = null;
        double? fidelity = null;
        bool? available = null;
        if (body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            JsonFields fields = new(body);
            type = fields.Text("service_type");
            double least = fields.Real("min_fidelity", double.NaN);
            fidelity = double.IsNaN(least) ? null : least;
            bool asked = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("available"u8, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
            bool truth = fields.Truth("available", false);
            available = asked ? truth : null;
            if (fields.Finish() is { } problem)
            {
                return JobAnswer.Of(problem);
            }
        }

        JsonDocumentText services = await grains.GetGrain<IServiceRegistryGrain>($"registry-{mesh}").Services(type, fidelity, available).ConfigureAwait(false);
        return JobAnswer.Of(services);
    }

    private IJobGrain? Job(string jobId) =>
        jobId.StartsWith("job-", StringComparison.Ordinal) && jobId.Length is > 4 and <= 64 ? grains.GetGrain<IJobGrain>(jobId) : null;

    [LoggerMessage(41, LogLevel.Error, "A request of {PeerId} on the job stream failed")]
    private static partial void LogFailed(ILogger logger, string peerId, Exception exception);
}
