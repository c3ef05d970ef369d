using Microsoft.Extensions.Logging;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Keeps a host connected to its bootstrap peers: dials those that aren't, again and again, each with growing pauses of its own.</summary>
public sealed partial class BootstrapDialer(IMeshHost host, IReadOnlyList<string> addresses, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortOutage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPauseAtFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _ended = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Begins to dial.</summary>
    public void Start() => _loops = Task.WhenAll(addresses.Select(KeepAsync));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task KeepAsync(string address)
    {
        string peerId = address[(address.LastIndexOf('/') + 1)..];
        TimeSpan pause = Look;
        bool told = false;
        long lost = time.GetTimestamp();
        while (!_ended.IsCancellationRequested)
        {
            if (!host.ConnectedPeers.Contains(peerId))
            {
                try
                {
                    using CancellationTokenSource limit = new(DialLimit, time);
                    using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
                    await host.ConnectAsync(address, either.Token).ConfigureAwait(false);
                    pause = Look;
                    told = false;
                    lost = time.GetTimestamp();
                }
                catch (Exception e) when (e is IOException or FormatException or OperationCanceledException && !_ended.IsCancellationRequested)
                {
                    if (!told)
                    {
                        LogUnreachable(logger, address, e.Message);
                        told = true;
                    }

                    TimeSpan longest = time.GetElapsedTime(lost) < ShortOutage ? LongestPauseAtFirst : LongestPause;
                    pause = pause * 2 < longest ? pause * 2 : longest;
                }
            }

            else
            {
                lost = time.GetTimestamp();
            }

            await Task.Delay(pause, time, _ended.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(31, LogLevel.Warning, "The bootstrap peer {Address} cannot be reached and is dialed on: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string address, string reason);
}
