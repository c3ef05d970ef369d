using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>
/// One open stream to a peer that carries any number of requests, answers matched by <c>request_id</c> in any order.
/// A stream that was lost is opened anew by the next request. Thread-safe.
/// </summary>
public sealed class RequestChannel : IAsyncDisposable
{
    private readonly IMeshHost _host;
    private readonly string _peerId;
    private readonly string _protocol;
    private readonly int _maxFrame;
    private readonly PeerStrikes? _strikes;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly string _prefix = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 6));
    private RequestLink? _link;
    private long _count;
    private bool _disposed;

    /// <summary>Opens nothing yet. Frames that break the protocol are counted as <paramref name="strikes"/>.</summary>
    public RequestChannel(IMeshHost host, string peerId, string protocol, TimeProvider time, int maxFrame = MeshLimits.Frame, PeerStrikes? strikes = null)
    {
        _host = host;
        _peerId = peerId;
        _protocol = protocol;
        _time = time;
        _maxFrame = maxFrame;
        _strikes = strikes;
    }

    /// <summary>Requests that wait for their answer.</summary>
    public int InFlight => _link?.InFlight ?? 0;

    /// <summary>Sends the fields together with <c>request_id</c>, <c>timeout_ms</c> and <c>traceparent</c> and waits for the answer at most that long.</summary>
    public async Task<RequestOutcome> SendAsync<TState>(
        TState state,
        Action<Utf8JsonWriter, TState> fields,
        TimeSpan timeout,
        string? traceParent = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string requestId = $"{_prefix}-{Interlocked.Increment(ref _count):x}";
        byte[] frame = RequestFrame.Write((state, fields, requestId, (long)timeout.TotalMilliseconds, traceParent), static (writer, s) =>
        {
            writer.WriteString("request_id"u8, s.requestId);
            writer.WriteNumber("timeout_ms"u8, s.Item4);
            writer.WriteString("traceparent"u8, s.traceParent ?? TraceContext.New());
            s.fields(writer, s.state);
        });
        long started = _time.GetTimestamp();
        if (frame.Length > _maxFrame)
        {
            return RequestOutcome.Failed(CallStatus.TooLarge, $"the request has {frame.Length} bytes where a frame has at most {_maxFrame}", TimeSpan.Zero);
        }

        using CancellationTokenSource limit = new(timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await SendAsync(requestId, frame, started, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return RequestOutcome.Failed(CallStatus.TimedOut, $"no answer within {timeout.TotalMilliseconds:0} ms", _time.GetElapsedTime(started));
        }
        catch (IOException e)
        {
            return RequestOutcome.Failed(CallStatus.Dropped, e.Message, _time.GetElapsedTime(started));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        RequestLink? link = Interlocked.Exchange(ref _link, null);
        _opening.Release();
        if (link is not null)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<RequestOutcome> SendAsync(string requestId, byte[] frame, long started, CancellationToken cancellationToken)
    {
        RequestLink link = _link is { IsOpen: true } open ? open : await OpenAsync(cancellationToken).ConfigureAwait(false);
        Task<byte[]> answer = link.Expect(requestId);
        try
        {
            try
            {
                await link.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (link.Answers > 0)
            {
                // The stream had worked and its end went unnoticed until this write: the peer hasn't got the request.
                link.Forget(requestId);
                link = await OpenAsync(cancellationToken).ConfigureAwait(false);
                answer = link.Expect(requestId);
                await link.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            }

            byte[] got = await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            return RequestOutcome.Answered(got, _time.GetElapsedTime(started));
        }
        finally
        {
            link.Forget(requestId);
        }
    }

    private async Task<RequestLink> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_disposed)
            {
                throw new IOException("the channel is closed");
            }

            if (_link is { IsOpen: true } open)
            {
                return open;
            }

            IMeshStream stream = await _host.OpenStreamAsync(_peerId, _protocol, _maxFrame, cancellationToken).ConfigureAwait(false);
            RequestLink link = new(stream, _strikes);
            _link = link;
            return link;
        }
        finally
        {
            _opening.Release();
        }
    }
}
