using System.Collections.Immutable;

using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>
/// A node on a mesh host: serves the reservation and fragment streams (and, where ordered, the experiment stream), advertises and beats. Owns neither host nor store.
/// </summary>
public sealed class MeshServiceNode : IAsyncDisposable
{
    private readonly IMeshHost _host;
    private readonly ServiceNodeOptions _options;
    private readonly TimeProvider _time;
    private readonly ReservationBook _book;
    private readonly FaultDesk _faults;
    private readonly QualityClock _quality;
    private readonly FragmentDesk _fragments;
    private readonly Announcer _announcer;
    private readonly PeerStrikes _strikes;
    private volatile bool _draining;

    private MeshServiceNode(IMeshHost host, ServiceNodeOptions options, IAnswerStore answers, TimeProvider time)
    {
        _host = host;
        _options = options;
        _time = time;
        _book = new ReservationBook(options.Capacity, time);
        _faults = new FaultDesk(options.Faults, time);
        _quality = new QualityClock(options, _faults, time);
        _fragments = new FragmentDesk(host, options, _book, answers, _quality, _faults, time);
        _strikes = new PeerStrikes(host, time);
        _announcer = new Announcer(host, options.Namespace, time, Advertisement, Heartbeat);
    }

    /// <summary>The node's peer id.</summary>
    public string PeerId => _host.PeerId;

    /// <summary>The fragment stream's side.</summary>
    public FragmentDesk Fragments => _fragments;

    /// <summary>What it says of itself now.</summary>
    public Calibration Quality => _quality.Model.Calibration;

    /// <summary>Starts a node on the host.</summary>
    /// <exception cref="FormatException">An option is out of range; the message names it.</exception>
    public static MeshServiceNode Start(IMeshHost host, ServiceNodeOptions options, IAnswerStore answers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.Check(options);
        MeshServiceNode node = new(host, options, answers, time);
        MeshNamespace mesh = options.Namespace;
        RequestServer.Serve(host, mesh.Reservation, MeshLimits.Frame, node._strikes, node.ReserveAsync);
        RequestServer.Serve(host, mesh.Fragment, MeshLimits.Frame, node._strikes, node._fragments.HandleAsync);
        if (options.Experiments)
        {
            RequestServer.Serve(host, mesh.Experiment, MeshLimits.Frame, node._strikes, (request, _) => ValueTask.FromResult(node._faults.Handle(request)));
            node._faults.Changed += node._announcer.AdvertiseSoon;
        }

        node._announcer.Start();
        return node;
    }

    /// <summary>Goes through a fragment once without executing one, in a few tens of milliseconds, so that the first real one is as quick as the next.</summary>
    public void WarmUp() => NodeWarmUp.Run(_host, _quality.Model);

    /// <summary>Takes nothing new, says so, and waits for what runs.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        _draining = true;
        await _announcer.AnnounceNowAsync().ConfigureAwait(false);
        await _fragments.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _announcer.DisposeAsync();

    private async ValueTask<RequestReply> ReserveAsync(MeshRequest request, CancellationToken cancellationToken)
    {
        ReservationCall call;
        try
        {
            call = ReservationJson.Read(request.Body);
        }
        catch (FormatException)
        {
            return RequestReply.Reset;
        }

        FaultSettings faults = _faults.Current;
        ReservationDecision decision = _book.Handle(request.PeerId, call, c => Obstacle(c, faults.Rejects(request.RequestId)));
        TimeSpan latency = faults.Latency(request.RequestId);
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, _time, cancellationToken).ConfigureAwait(false);
        }

        return faults.Drops(request.RequestId)
            ? RequestReply.Silence
            : RequestReply.Answer(ReservationJson.WriteAnswer(request.RequestId, call.ReservationId, decision.State, decision.Token, decision.Reason, decision.NextFreeInMs));
    }

    private string? Obstacle(ReservationCall call, bool refuses)
    {
        if (_draining)
        {
            return "draining";
        }

        if (refuses)
        {
            return "refused";
        }

        ImmutableSortedDictionary<string, double> fidelities = Quality.GateFidelities;
        double fidelity;
        if (call.ServiceType == ServiceCatalog.WholeProgram)
        {
            // Which services the program needs is seen at the dispatch; the best one bounds what can be had.
            fidelity = fidelities.Values.Max();
        }
        else if (!fidelities.TryGetValue(call.ServiceType ?? "", out fidelity))
        {
            return "service";
        }

        return call.Qubits < 1 || call.Qubits > _options.QubitMax ? "qubits"
            : call.MinFidelity > fidelity ? "fidelity"
            : null;
    }

    private NodeAdvertisement Advertisement(long sequence)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Calibration quality = Quality;
        return new NodeAdvertisement
        {
            NodeId = _host.PeerId,
            Sequence = sequence,
            EmittedAt = now,
            ListenAddresses = _host.Addresses,
            TrustTier = _options.TrustTier,
            Capacity = _options.Capacity,
            LinkFidelity = quality.LinkFidelity,
            Services =
            [
                .. _options.ServiceTypes.Select(type => new ServiceOffer
                {
                    ServiceType = type,
                    Fidelity = Math.Round(quality.GateFidelities[type], 12),
                    QubitMin = 1,
                    QubitMax = _options.QubitMax,
                    Availability = !_draining,
                    GateSet = ServiceCatalog.Find(type)?.GateSet ?? [],
                    UpdatedAt = now,
                    CalibratedAt = quality.CalibratedAt,
                }),
            ],
        };
    }

    private NodeHeartbeat Heartbeat(long sequence)
    {
        (int held, int executing) = _book.Usage();
        return new NodeHeartbeat
        {
            NodeId = _host.PeerId,
            Sequence = sequence,
            EmittedAt = _time.GetUtcNow(),
            Health = _draining ? NodeHealth.Draining : _fragments.IsDegraded ? NodeHealth.Degraded : NodeHealth.Healthy,
            ActiveReservations = held,
            ActiveExecutions = executing,
            Capacity = _options.Capacity,
            Load = Math.Round(held / (double)Math.Max(1, _options.Capacity), 12),
        };
    }
}
