using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Publishes advertisements and heartbeats in time, with one rising sequence for both that starts from the clock's Unix milliseconds.</summary>
internal sealed class Announcer : IAsyncDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MeshForming = TimeSpan.FromMilliseconds(1200);
    private readonly MessageGate _heard;
    private readonly IMeshHost _host;
    private readonly MeshNamespace _mesh;
    private readonly TimeProvider _time;
    private readonly Func<long, NodeAdvertisement> _advertisement;
    private readonly Func<long, NodeHeartbeat> _heartbeat;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _wanted = new();
    private long _sequence;
    private Task _loop = Task.CompletedTask;

    public Announcer(IMeshHost host, MeshNamespace mesh, TimeProvider time, Func<long, NodeAdvertisement> advertisement, Func<long, NodeHeartbeat> heartbeat)
    {
        _host = host;
        _mesh = mesh;
        _time = time;
        _heard = new MessageGate(time);
        _advertisement = advertisement;
        _heartbeat = heartbeat;
        _sequence = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public void Start()
    {
        // A node passes on what others say, but no garbage.
        _host.Subscribe(_mesh.AdvertisementTopic, message =>
        {
            _heard.Advertisement(message, out MeshVerdict verdict);
            return verdict;
        });
        _host.Subscribe(_mesh.HeartbeatTopic, message =>
        {
            _heard.Heartbeat(message, out MeshVerdict verdict);
            return verdict;
        });
        _host.PeerSubscribed += OnPeerSubscribed;
        _loop = LoopAsync();
    }

    /// <summary>Advertises within moments.</summary>
    public void AdvertiseSoon() => Want(Settling);

    public async Task AnnounceNowAsync()
    {
        await PublishAsync(heartbeat: true).ConfigureAwait(false);
        await PublishAsync(heartbeat: false).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        _host.PeerSubscribed -= OnPeerSubscribed;
        await _ended.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _wake.Dispose();
    }

    private void OnPeerSubscribed(string peerId, string topic)
    {
        if (topic == _mesh.AdvertisementTopic)
        {
            // At once for peers that are sent to directly, and again once gossip's mesh has formed.
            Want(Settling);
            Want(MeshForming);
        }
    }

    private void Want(TimeSpan delay)
    {
        DateTimeOffset at = _time.GetUtcNow() + delay;
        lock (_gate)
        {
            if (_wanted.Count < 16)
            {
                _wanted.Enqueue(at);
            }
        }

        try
        {
            _wake.Release();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private async Task LoopAsync()
    {
        DateTimeOffset heartbeat = _time.GetUtcNow();
        DateTimeOffset advertisement = heartbeat;
        try
        {
            while (true)
            {
                DateTimeOffset now = _time.GetUtcNow();
                if (now >= heartbeat)
                {
                    await PublishAsync(heartbeat: true).ConfigureAwait(false);
                    heartbeat = now + MeshLimits.HeartbeatInterval;
                }

                if (TakeDue(now) || now >= advertisement)
                {
                    await PublishAsync(heartbeat: false).ConfigureAwait(false);
                    advertisement = now + MeshLimits.AdvertisementInterval;
                }

                DateTimeOffset next = Earliest(heartbeat < advertisement ? heartbeat : advertisement);
                await WaitAsync(next - _time.GetUtcNow()).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private bool TakeDue(DateTimeOffset now)
    {
        lock (_gate)
        {
            int before = _wanted.Count;
            DateTimeOffset[] later = [.. _wanted.Where(at => at > now)];
            _wanted.Clear();
            foreach (DateTimeOffset at in later)
            {
                _wanted.Enqueue(at);
            }

            return later.Length < before;
        }
    }

    private DateTimeOffset Earliest(DateTimeOffset time)
    {
        lock (_gate)
        {
            foreach (DateTimeOffset at in _wanted)
            {
                time = at < time ? at : time;
            }

            return time;
        }
    }

    private async Task WaitAsync(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        using CancellationTokenSource over = new(delay, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, _ended.Token);
        try
        {
            await _wake.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_ended.IsCancellationRequested)
        {
        }
    }

    private async Task PublishAsync(bool heartbeat)
    {
        long sequence = Interlocked.Increment(ref _sequence);
        try
        {
            if (heartbeat)
            {
                await _host.PublishAsync(_mesh.HeartbeatTopic, HeartbeatJson.Write(_heartbeat(sequence)), _ended.Token).ConfigureAwait(false);
            }
            else
            {
                await _host.PublishAsync(_mesh.AdvertisementTopic, AdvertisementJson.Write(_advertisement(sequence)), _ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody is listening; the next one goes out in its time.
        }
    }
}
