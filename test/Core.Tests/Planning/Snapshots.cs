using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

internal static class Snapshots
{
    public static readonly string[] Services = ["hadamard", "cnot", "cz", "measurement_feedforward", "programmable_gate", "bell_pair"];

    public static NodeOffer Node(string id, double fidelity = 0.99, double link = 0.98, int qubitMax = 8, int capacity = 4, double? roundTrip = 1, string[]? services = null) => new()
    {
        NodeId = id,
        Services = [.. (services ?? Services).Select(service => new ServiceOffer { ServiceType = service, Fidelity = fidelity, QubitMin = 1, QubitMax = qubitMax, Availability = true })],
        LinkFidelity = link,
        Capacity = capacity,
        RoundTripMs = roundTrip,
    };

    public static MeshSnapshot Of(params NodeOffer[] nodes) => new([.. nodes]);
}
