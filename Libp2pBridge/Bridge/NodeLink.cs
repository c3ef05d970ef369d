using System.Text.Json;

using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>What a bridge holds for one node: its streams, its addresses, the round trip to it, and the way to its grain.</summary>
internal sealed partial class NodeLink : IAsyncDisposable
{
    private static readonly TimeSpan RetryAdvertisement = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRedial = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRedial = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(10);
    private readonly IMeshHost _host;
    private readonly IServiceNodeGrain _grain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _dialing = new(1, 1);
    private volatile IReadOnlyList<string> _addresses = [];
    private NodeAdvertisement? _pending;
    private int _forwarding;
    private int _measuring;
    private long _measuredAt;
    private long _dialAgainAt;
    private TimeSpan _redial = FirstRedial;
    private double _roundTripMs = double.NaN;
    private long _lastSeen;

    public NodeLink(IMeshHost host, PeerKey key, IServiceNodeGrain grain, MeshNamespace mesh, PeerStrikes strikes, TimeProvider time, ILogger logger)
    {
        _host = host;
        _grain = grain;
        _time = time;
        _logger = logger;
        Key = key;
        Reservations = new RequestChannel(host, key.PeerId, mesh.Reservation, time, strikes: strikes);
        Fragments = new RequestChannel(host, key.PeerId, mesh.Fragment, time, strikes: strikes);
        Heard();
    }

    public PeerKey Key { get; }

    public RequestChannel Reservations { get; }

    public RequestChannel Fragments { get; }

    /// <summary>The smoothed round trip, or <see langword="null"/> before the first measurement.</summary>
    public double? RoundTripMs => Volatile.Read(ref _roundTripMs) is var ms && double.IsNaN(ms) ? null : ms;

    public DateTimeOffset LastSeenAt => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _lastSeen));

    public void Heard() => Interlocked.Exchange(ref _lastSeen, _time.GetUtcNow().ToUnixTimeMilliseconds());

    public void Heard(NodeAdvertisement advertisement)
    {
        _addresses = advertisement.ListenAddresses;
        Heard();
    }

    /// <summary>Sends a request; where there is no connection, dials the advertised addresses first and sends it then.</summary>
    public async Task<RequestOutcome> SendAsync<T>(RequestChannel channel, T call, Action<Utf8JsonWriter, T> write, int timeoutMs, string? traceParent, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        TimeSpan timeout = TimeSpan.FromMilliseconds(Math.Max(1, timeoutMs));
        RequestOutcome outcome = await channel.SendAsync(call, write, timeout, traceParent, cancellationToken).ConfigureAwait(false);
        TimeSpan left = timeout - _time.GetElapsedTime(started);
        if (outcome.Status != CallStatus.Dropped || IsConnected || left <= TimeSpan.Zero || !await DialAsync(left, patient: false, cancellationToken).ConfigureAwait(false))
        {
            return outcome;
        }

        left = timeout - _time.GetElapsedTime(started);
        return left <= TimeSpan.Zero ? outcome : await channel.SendAsync(call, write, left, traceParent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands the newest advertisement to the node's grain, one call at a time, and connects to the node if need be.</summary>
    public async Task ForwardAsync(NodeAdvertisement advertisement, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _pending, advertisement);
        if (Interlocked.CompareExchange(ref _forwarding, 1, 0) != 0)
        {
            return;
        }

        do
        {
            try
            {
                while (Interlocked.Exchange(ref _pending, null) is { } next)
                {
                    if (!IsConnected)
                    {
                        await DialAsync(PingLimit, patient: true, cancellationToken).ConfigureAwait(false);
                    }

                    MeshPeer? peer = _host.Describe(Key.PeerId);
                    await ForwardOnceAsync(next with { Agent = peer?.Agent, Protocols = peer?.Protocols ?? [] }, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                Interlocked.Exchange(ref _forwarding, 0);
            }
        }
        while (Volatile.Read(ref _pending) is not null && Interlocked.CompareExchange(ref _forwarding, 1, 0) == 0);

        await MeasureAsync(PingLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Measures the round trip, if the last measurement is at least so old; smoothed as TCP smooths it (RFC 6298, one eighth).</summary>
    public async Task MeasureAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        long last = Interlocked.Read(ref _measuredAt);
        if (!IsConnected || (last != 0 && _time.GetElapsedTime(last) < interval) || Interlocked.CompareExchange(ref _measuring, 1, 0) != 0)
        {
            return;
        }

        try
        {
            Interlocked.Exchange(ref _measuredAt, _time.GetTimestamp());
            using CancellationTokenSource limit = new(PingLimit, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            double ms = (await _host.RoundTripAsync(Key.PeerId, either.Token).ConfigureAwait(false)).TotalMilliseconds;
            Volatile.Write(ref _roundTripMs, RoundTripMs is { } smoothed ? smoothed + ((ms - smoothed) / 8) : ms);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            LogNoRoundTrip(_logger, Key.PeerId, e.Message);
        }
        finally
        {
            Interlocked.Exchange(ref _measuring, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Reservations.DisposeAsync().ConfigureAwait(false);
        await Fragments.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsConnected => _host.ConnectedPeers.Contains(Key.PeerId);

    private async Task ForwardOnceAsync(NodeAdvertisement advertisement, CancellationToken cancellationToken)
    {
        try
        {
            await _grain.Advertise(advertisement).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotForwarded(_logger, Key.PeerId, e);
            Interlocked.CompareExchange(ref _pending, advertisement, null);
            await Task.Delay(RetryAdvertisement, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> DialAsync(TimeSpan limit, bool patient, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = new(limit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _dialing.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            if (IsConnected)
            {
                return true;
            }

            if (patient && _time.GetUtcNow().ToUnixTimeMilliseconds() < _dialAgainAt)
            {
                return false;
            }

            foreach (string address in _addresses)
            {
                try
                {
                    await _host.ConnectAsync(address, either.Token).ConfigureAwait(false);
                    _redial = FirstRedial;
                    return true;
                }
                catch (Exception e) when (e is IOException or FormatException || (e is OperationCanceledException && over.IsCancellationRequested))
                {
                    LogNotDialed(_logger, address, e.Message);
                }
            }

            _dialAgainAt = (_time.GetUtcNow() + _redial).ToUnixTimeMilliseconds();
            _redial = _redial * 2 < LastRedial ? _redial * 2 : LastRedial;
            return false;
        }
        finally
        {
            _dialing.Release();
        }
    }

    [LoggerMessage(11, LogLevel.Warning, "The advertisement of {NodeId} did not reach its grain; it is sent again")]
    private static partial void LogNotForwarded(ILogger logger, string nodeId, Exception exception);

    [LoggerMessage(12, LogLevel.Debug, "{Address} cannot be dialed: {Reason}")]
    private static partial void LogNotDialed(ILogger logger, string address, string reason);

    [LoggerMessage(13, LogLevel.Debug, "The round trip to {NodeId} could not be measured: {Reason}")]
    private static partial void LogNoRoundTrip(ILogger logger, string nodeId, string reason);
}
