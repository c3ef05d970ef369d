using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The fragment stream of a node: each execution once, its answer signed, kept before it is given, and given again to whoever has its token.</summary>
public sealed class FragmentDesk
{
    private const double MaxExpectedHits = 250_000;

    // Room for any request id and time.
    private const int Unforeseen = (2 * RequestFrame.MaxRequestId) + 32;
    private const int InlineOperations = 64;
    private const double InlineHits = 2_000;
    private readonly IMeshSigner _signer;
    private readonly ServiceNodeOptions _options;
    private readonly ReservationBook _book;
    private readonly IAnswerStore _answers;
    private readonly QualityClock _quality;
    private readonly FaultDesk _faults;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Running> _running = [];
    private volatile bool _storeFails;

    internal FragmentDesk(IMeshSigner signer, ServiceNodeOptions options, ReservationBook book, IAnswerStore answers, QualityClock quality, FaultDesk faults, TimeProvider time)
    {
        _signer = signer;
        _options = options;
        _book = book;
        _answers = answers;
        _quality = quality;
        _faults = faults;
        _time = time;
    }

    /// <summary>Executions that have not been answered yet.</summary>
    public int Executing
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Whether the last answer could not be kept, and so was not given.</summary>
    public bool IsDegraded => _storeFails;

    /// <summary>Answers a request; one whose head breaks the protocol resets the stream.</summary>
    public async ValueTask<RequestReply> HandleAsync(MeshRequest request, CancellationToken cancellationToken)
    {
        FragmentRequest fragment;
        try
        {
            fragment = FragmentJson.Read(request.Body);
        }
        catch (FormatException)
        {
            return RequestReply.Reset;
        }

        int forgotten = fragment.Forget is { } forget ? await _answers.ForgetAsync(request.PeerId, forget).ConfigureAwait(false) : 0;
        FaultSettings faults = _faults.Current;
        byte[] frame;
        if (fragment.ExecutionId.Length == 0)
        {
            await LatencyAsync(faults, request.RequestId, cancellationToken).ConfigureAwait(false);
            frame = FragmentJson.WriteForgotten(request.RequestId, forgotten);
        }
        else
        {
            (string answer, string signature) = await AnswerAsync(request, fragment, faults, cancellationToken).ConfigureAwait(false);
            frame = FragmentJson.WriteEnvelope(request.RequestId, answer, signature);
        }

        return faults.Drops(request.RequestId) ? RequestReply.Silence : RequestReply.Answer(frame);
    }

    /// <summary>Waits until no execution runs.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] running;
            lock (_gate)
            {
                running = [.. _running.Values.Select(r => r.Answer)];
            }

            if (running.Length == 0)
            {
                return;
            }

            await Task.WhenAll(running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask<(string Answer, string Signature)> AnswerAsync(MeshRequest request, FragmentRequest fragment, FaultSettings faults, CancellationToken cancellationToken)
    {
        string tokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fragment.ReservationToken)));
        Running? mine = null;
        Task<(string, string)>? other = null;
        NodeAnswer? refusal = null;
        (string, string)? kept = null;
        lock (_gate)
        {
            if (_running.TryGetValue(fragment.ExecutionId, out Running? running))
            {
                other = running.TokenSha256 == tokenHash ? running.Answer : null;
                refusal = other is null ? Rejected(fragment, "token") : null;
            }
            else if (_answers.Find(fragment.ExecutionId) is { } found)
            {
                kept = (found.Answer, found.Signature);
                refusal = found.TokenSha256 == tokenHash ? null : Rejected(fragment, "token");
            }
            else if (_book.TryBegin(fragment.ReservationToken, fragment.ExecutionId) is not { } reservationId)
            {
                refusal = Rejected(fragment, "token");
            }
            else if ((refusal = Refuse(request, fragment, faults)) is not null)
            {
                _book.End(reservationId);
            }
            else
            {
                mine = new Running(reservationId, tokenHash, _time.GetTimestamp(), LatencyAsync(faults, request.RequestId, CancellationToken.None).AsTask());
                _running.Add(fragment.ExecutionId, mine);
            }
        }

        if (mine is not null)
        {
            // Goes on when the asker's stream ends: the answer is kept for when it asks again.
            _ = ExecuteAsync(request.PeerId, fragment.Call!, mine);
            return await mine.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (other is not null)
        {
            return await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await LatencyAsync(faults, request.RequestId, cancellationToken).ConfigureAwait(false);
        return refusal is null ? kept!.Value : Sign(refusal);
    }

    private NodeAnswer? Refuse(MeshRequest request, FragmentRequest fragment, FaultSettings faults)
    {
        if (faults.Rejects(request.RequestId))
        {
            return Rejected(fragment, "refused");
        }

        if (fragment.Call is not { } call)
        {
            return Failed(fragment, fragment.IsTooLarge ? "size" : null, fragment.Fault ?? "the request has no body");
        }

        NoiseModel model = _quality.Model;
        bool offered = call.ServiceType == ServiceCatalog.WholeProgram || _options.ServiceTypes.Contains(call.ServiceType);
        if (!offered || model.FirstForeignGate(call) is not null)
        {
            return Rejected(fragment, "service");
        }

        if (call.Qubits.Count > _options.QubitMax || call.Operations.SelectMany(o => o.Qubits).Distinct().Take(_options.QubitMax + 1).Count() > _options.QubitMax)
        {
            return Rejected(fragment, "qubits");
        }

        double hits = model.ExpectedHits(call);
        return hits > MaxExpectedHits ? Failed(fragment, "size", string.Create(
            CultureInfo.InvariantCulture,
            $"the answer would list some {hits:N0} errors where a frame of {MeshLimits.Frame:N0} bytes holds fewer than {MaxExpectedHits:N0}; fewer operations or shots fit")) : null;
    }

    private async Task ExecuteAsync(string peer, FragmentCall call, Running mine)
    {
        try
        {
            await mine.Latency.ConfigureAwait(false);
            NoiseModel model = _quality.Model;
            if (call.Operations.Count > InlineOperations || model.ExpectedHits(call) > InlineHits)
            {
                // Off the thread that reads the asker's connection.
                await Task.Yield();
            }

            NodeAnswer drawn = model.Draw(call) with { ExecuteMs = Math.Round(_time.GetElapsedTime(mine.StartedAt).TotalMilliseconds, 3) };
            byte[] text = NodeAnswerJson.Write(drawn);
            string answer = Encoding.UTF8.GetString(text);
            string signature = AnswerSignature.Sign(_signer, text);

            // Without what differs from run to run, so that the same dispatch is always taken or never.
            int size = FragmentJson.WriteEnvelope("", answer, signature).Length - drawn.ExecuteMs.ToString(CultureInfo.InvariantCulture).Length;
            if (size > MeshLimits.Frame - Unforeseen)
            {
                Finish(call.ExecutionId, mine);
                mine.Done.SetResult(Sign(Failed(call.ExecutionId, "size", string.Create(
                    CultureInfo.InvariantCulture, $"the answer has {size:N0} bytes where a frame has at most {MeshLimits.Frame:N0}; fewer operations or shots fit"))));
                return;
            }

            await _answers.KeepAsync(new KeptAnswer
            {
                ExecutionId = call.ExecutionId,
                TokenSha256 = mine.TokenSha256,
                Peer = peer,
                Answer = answer,
                Signature = signature,
                At = _time.GetUtcNow(),
                JobId = call.JobId,
                FragmentId = call.FragmentId,
            }).ConfigureAwait(false);
            _storeFails = false;
            Finish(call.ExecutionId, mine);
            mine.Done.SetResult((answer, signature));
        }
        catch (Exception e)
        {
            // Nothing of a failed execution is kept or answered: the asker's stream ends and it may ask again or go elsewhere.
            _storeFails |= e is IOException;
            Finish(call.ExecutionId, mine);
            mine.Done.SetException(new IOException(e.Message, e));
        }
    }

    private void Finish(string executionId, Running mine)
    {
        _book.End(mine.ReservationId);
        lock (_gate)
        {
            _running.Remove(executionId);
        }
    }

    private async ValueTask LatencyAsync(FaultSettings faults, string requestId, CancellationToken cancellationToken)
    {
        TimeSpan latency = faults.Latency(requestId);
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private (string, string) Sign(NodeAnswer answer)
    {
        byte[] text = NodeAnswerJson.Write(answer);
        return (Encoding.UTF8.GetString(text), AnswerSignature.Sign(_signer, text));
    }

    private static NodeAnswer Rejected(FragmentRequest fragment, string reason) => new() { ExecutionId = fragment.ExecutionId, Status = "rejected", Reason = reason };

    private static NodeAnswer Failed(FragmentRequest fragment, string? reason, string error) => Failed(fragment.ExecutionId, reason, error);

    private static NodeAnswer Failed(string executionId, string? reason, string error) => new() { ExecutionId = executionId, Status = "failed", Reason = reason, Error = error };

    private sealed record Running(string ReservationId, string TokenSha256, long StartedAt, Task Latency)
    {
        public TaskCompletionSource<(string, string)> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(string, string)> Answer => Done.Task;
    }
}
