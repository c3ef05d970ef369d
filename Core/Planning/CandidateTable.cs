using System.Collections.Immutable;
using System.Globalization;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>The snapshot's nodes in order of id, and which of them the hard limits let take a service on so many qubits.</summary>
internal sealed class CandidateTable
{
    /// <summary>A round trip that is not known yet counts as this, half of the scale.</summary>
    private const double UnknownRoundTripMs = 50;

    private const double RoundTripScaleMs = 50;
    private const double LeastHandoffCost = 0.001;

    private readonly Dictionary<(string Services, int Qubits), int> places = [];
    private readonly List<CandidateGroup> groups = [];
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

    /// <summary>The groups that were asked for, in the order of their places.</summary>
    public IReadOnlyList<CandidateGroup> Groups => groups;

    /// <summary>What scores follow from, without the groups.</summary>
    public CandidateScoring Scoring() => new()
    {
        EntanglementWeight = options.EntanglementWeight,
        LoadWeight = options.LoadWeight,
        FallbackCount = options.FallbackCount,
        NodeIds = [.. Nodes.Select(node => node.NodeId)],
        HandoffCosts = [.. Nodes.Select(node => Math.Max(LeastHandoffCost, 1 - node.LinkFidelity))],
        SlotsTaken = [.. Nodes.Select(node => node.SlotsTaken)],
        Capacities = [.. Nodes.Select(node => Math.Max(1, node.Capacity))],
        Groups = [],
    };

    /// <summary>The place of the group of nodes that offer a service on so many qubits.</summary>
    public int For(string serviceType, int qubits) => places.TryGetValue((serviceType, qubits), out int place) ? place : Place(serviceType, [serviceType], qubits);

    /// <summary>The place of the group of nodes that offer every one of the services on so many qubits; a node counts with the lowest of their fidelities.</summary>
    public int ForWholeProgram(string[] serviceTypes, int qubits) => Place(string.Join(',', serviceTypes), serviceTypes, qubits);

    private int Place(string key, string[] serviceTypes, int qubits)
    {
        if (!places.TryGetValue((key, qubits), out int place))
        {
            places[(key, qubits)] = place = groups.Count;
            groups.Add(Examine(serviceTypes, qubits));
        }

        return place;
    }

    private CandidateGroup Examine(string[] serviceTypes, int qubits)
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
        double[] latencies = [.. usable.Select(row => LatencyOf(Nodes[row.Node]))];
        double[] failureRisks = [.. usable.Select(row => 1 - (row.Fidelity * Nodes[row.Node].SuccessRate))];
        return new CandidateGroup
        {
            Nodes = [.. usable.Select(row => row.Node)],
            BaseCosts = [.. latencies.Zip(failureRisks, (latency, failureRisk) => (options.LatencyWeight * latency) + (options.FailureRiskWeight * failureRisk))],
            LatencyCosts = [.. latencies],
            FailureRiskCosts = [.. failureRisks],
            Fidelities = [.. usable.Select(row => row.Fidelity)],
            Refused = refused.ToImmutable(),
        };
    }

    private static double LatencyOf(NodeOffer node)
    {
        double roundTrip = node.RoundTripMs ?? UnknownRoundTripMs;
        return roundTrip / (roundTrip + RoundTripScaleMs);
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
