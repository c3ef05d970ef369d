using System.Collections.Immutable;
using System.Globalization;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The snapshot's nodes in order of id, and which of them the hard limits let take a service on so many qubits.</summary>
internal sealed class CandidateTable
{
    /// <summary>A round trip that is not known yet counts as this, half of the scale.</summary>
    private const double UnknownRoundTripMs = 50;

    private const double RoundTripScaleMs = 50;

    private readonly Dictionary<string, CandidateRows> rows = [];
    private readonly double minFidelity;
    private readonly PlanningOptions options;

    public CandidateTable(MeshSnapshot snapshot, PlanningOptions options)
    {
        Nodes = [.. snapshot.Nodes.OrderBy(node => node.NodeId, StringComparer.Ordinal)];
        this.options = options;
        minFidelity = options.MinFidelity;
    }

    public ImmutableArray<NodeOffer> Nodes { get; }

    /// <summary>The most qubits of one fragment that any usable node takes, for each service.</summary>
    public Dictionary<string, int> WidestByService()
    {
        var widest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (NodeOffer node in Nodes.Where(node => RefusalOfNode(node) is null))
        {
            foreach (ServiceOffer service in node.Services.Where(service => service.Availability && service.Fidelity >= minFidelity))
            {
                widest[service.ServiceType] = Math.Max(widest.GetValueOrDefault(service.ServiceType), service.QubitMax);
            }
        }

        return widest;
    }

    public CandidateRows For(string serviceType, int qubits) => Rows([serviceType], qubits);

    /// <summary>The nodes that offer every one of the services on so many qubits; a node counts with the lowest of their fidelities.</summary>
    public CandidateRows ForWholeProgram(string[] serviceTypes, int qubits) => Rows(serviceTypes, qubits);

    private CandidateRows Rows(string[] serviceTypes, int qubits)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{qubits}:{string.Join(',', serviceTypes)}");
        if (!rows.TryGetValue(key, out CandidateRows? found))
        {
            rows[key] = found = Examine(serviceTypes, qubits);
        }

        return found;
    }

    private CandidateRows Examine(string[] serviceTypes, int qubits)
    {
        var usable = new List<(int Node, double Fidelity)>();
        ImmutableArray<RefusedCandidate>.Builder refused = ImmutableArray.CreateBuilder<RefusedCandidate>();
        for (int place = 0; place < Nodes.Length; place++)
        {
            NodeOffer node = Nodes[place];
            double lowest = 1;
            RefusedCandidate? refusal = RefusalOfNode(node);
            foreach (string serviceType in serviceTypes)
            {
                refusal ??= RefusalOfService(node, serviceType, qubits, out double fidelity) ?? Lowest(ref lowest, fidelity);
            }

            if (refusal is null)
            {
                usable.Add((place, lowest));
            }
            else
            {
                refused.Add(refusal);
            }
        }

        usable.Sort((left, right) => left.Fidelity != right.Fidelity ? right.Fidelity.CompareTo(left.Fidelity) : left.Node.CompareTo(right.Node));
        return new CandidateRows([.. usable.Select(row => row.Node)], [.. usable.Select(row => BaseOf(Nodes[row.Node], row.Fidelity))], refused.ToImmutable());
    }

    private CandidateScore BaseOf(NodeOffer node, double fidelity)
    {
        double roundTrip = node.RoundTripMs ?? UnknownRoundTripMs;
        double latency = roundTrip / (roundTrip + RoundTripScaleMs);
        double failureRisk = 1 - (fidelity * node.SuccessRate);
        return new CandidateScore(node.NodeId, (options.LatencyWeight * latency) + (options.FailureRiskWeight * failureRisk), latency, failureRisk, 0, 0, fidelity);
    }

    private static RefusedCandidate? Lowest(ref double lowest, double fidelity)
    {
        lowest = Math.Min(lowest, fidelity);
        return null;
    }

    private static RefusedCandidate? RefusalOfNode(NodeOffer node)
    {
        if (!node.IsEnrolled)
        {
            return new RefusedCandidate(node.NodeId, "enrollment", "its peer is not enrolled as ready");
        }

        if (node.IsStale)
        {
            return new RefusedCandidate(node.NodeId, "stale", "its last heartbeats were missed");
        }

        return node.Health == NodeHealth.Draining ? new RefusedCandidate(node.NodeId, "draining", "it takes no new work") : null;
    }

    private RefusedCandidate? RefusalOfService(NodeOffer node, string serviceType, int qubits, out double fidelity)
    {
        ServiceOffer? offer = null;
        foreach (ServiceOffer service in node.Services)
        {
            if (service.ServiceType == serviceType && (offer is null || service.Fidelity > offer.Fidelity))
            {
                offer = service;
            }
        }

        fidelity = offer?.Fidelity ?? 0;
        if (offer is null)
        {
            return new RefusedCandidate(node.NodeId, "service", $"it does not offer {serviceType}");
        }

        if (!offer.Availability)
        {
            return new RefusedCandidate(node.NodeId, "availability", $"its {serviceType} is not available now");
        }

        if (!(offer.Fidelity >= minFidelity))
        {
            return new RefusedCandidate(node.NodeId, "fidelity", string.Create(CultureInfo.InvariantCulture, $"its {serviceType} has fidelity {offer.Fidelity:R}, below {minFidelity:R}"));
        }

        return qubits < offer.QubitMin || qubits > offer.QubitMax
            ? new RefusedCandidate(node.NodeId, "qubits", string.Create(CultureInfo.InvariantCulture, $"its {serviceType} takes {offer.QubitMin} to {offer.QubitMax} qubits, not {qubits}"))
            : null;
    }
}
