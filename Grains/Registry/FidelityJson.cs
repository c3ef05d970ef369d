using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A node's fidelities in the shape of <c>GET /metrics/fidelity/{node_id}</c>.</summary>
internal static class FidelityJson
{
    /// <summary>The advertised values, and the observed series, oldest first.</summary>
    public static byte[] Write(string nodeId, NodeAdvertisement advertisement, IReadOnlyList<FidelitySampleRow> observed) => RegistryJson.Write(writer =>
    {
        FidelitySampleRow[] samples =
        [
            .. advertisement.Services.Select(service => Row(nodeId, service)),
            .. observed.Where(sample => sample.Source == "observed"),
        ];
        writer.WriteString("node_id", nodeId);
        writer.WriteNumber("sample_count", samples.Length);
        if (samples.Length == 0)
        {
            writer.WriteNull("average_fidelity");
            writer.WriteNull("min_fidelity");
            writer.WriteNull("max_fidelity");
        }
        else
        {
            writer.WriteNumber("average_fidelity", Math.Round(samples.Average(sample => sample.Fidelity), 12));
            writer.WriteNumber("min_fidelity", samples.Min(sample => sample.Fidelity));
            writer.WriteNumber("max_fidelity", samples.Max(sample => sample.Fidelity));
        }

        writer.WriteStartArray("samples");
        foreach (FidelitySampleRow sample in samples)
        {
            writer.WriteStartObject();
            writer.WriteString("service_type", sample.ServiceType);
            writer.WriteNumber("fidelity", sample.Fidelity);
            writer.WriteString("source", sample.Source);
            writer.WriteBoolean("availability", sample.Availability);
            writer.WriteString("updated_at", ContractTime.Text(sample.SampledAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static FidelitySampleRow Row(string nodeId, ServiceOffer service) =>
        new(nodeId, service.ServiceType, service.Fidelity, "advertised", service.Availability, service.UpdatedAt);
}
