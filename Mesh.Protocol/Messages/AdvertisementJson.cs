using System.Globalization;
using System.Text.Json;

using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Advertisements of nodes as JSON.</summary>
public static class AdvertisementJson
{
    private const int MaxServices = 256;
    private const int MaxAddresses = 64;
    private const int MaxGates = 512;

    /// <summary>Writes a version 2 advertisement.</summary>
    public static byte[] Write(NodeAdvertisement advertisement) => RequestFrame.Write(advertisement, static (writer, a) =>
    {
        writer.WriteNumber("version"u8, 2);
        writer.WriteString("node_id"u8, a.NodeId);
        writer.WriteNumber("sequence"u8, a.Sequence);
        writer.WriteString("emitted_at"u8, MeshTime.Format(a.EmittedAt));
        writer.WriteStartArray("listen_addrs"u8);
        foreach (string address in a.ListenAddresses)
        {
            writer.WriteStringValue(address);
        }

        writer.WriteEndArray();
        writer.WriteString("trust_tier"u8, a.TrustTier);
        writer.WriteNumber("capacity"u8, a.Capacity);
        writer.WriteNumber("link_fidelity"u8, a.LinkFidelity);
        writer.WriteStartArray("services"u8);
        foreach (ServiceOffer service in a.Services)
        {
            WriteService(writer, service, a.EmittedAt);
        }

        writer.WriteEndArray();
    });

    /// <summary>Reads an advertisement; unknown fields are ignored.</summary>
    /// <exception cref="FormatException">A field is missing, of another type or out of range; the message names it.</exception>
    public static NodeAdvertisement Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = Parse(json);
        JsonElement root = document.RootElement;
        if (root.Whole("version", 0) != 2)
        {
            throw new FormatException("version is not 2");
        }

        return new NodeAdvertisement
        {
            NodeId = root.Text("node_id"),
            Sequence = root.Whole64("sequence", 1),
            EmittedAt = root.Time("emitted_at"),
            ListenAddresses = Texts(root.List("listen_addrs"), "listen_addrs", MaxAddresses, 512),
            TrustTier = Bounded(root.Text("trust_tier"), "trust_tier", 64),
            Capacity = root.Whole("capacity", 0, 1_000_000),
            LinkFidelity = root.Number("link_fidelity", 0, 1),
            Services = Services(root.List("services")),
        };
    }

    internal static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new FormatException("the message is no JSON object");
        }
        catch (JsonException)
        {
            throw new FormatException("the message is no JSON");
        }
    }

    private static void WriteService(Utf8JsonWriter writer, ServiceOffer service, DateTimeOffset emittedAt)
    {
        writer.WriteStartObject();
        writer.WriteString("service_type"u8, service.ServiceType);
        writer.WriteNumber("fidelity"u8, service.Fidelity);
        writer.WriteNumber("qubit_min"u8, service.QubitMin);
        writer.WriteNumber("qubit_max"u8, service.QubitMax);
        writer.WriteBoolean("availability"u8, service.Availability);
        writer.WriteStartArray("gate_set"u8);
        foreach (string gate in service.GateSet)
        {
            writer.WriteStringValue(gate);
        }

        writer.WriteEndArray();
        WriteConnectivity(writer, service.Connectivity);
        writer.WriteString("updated_at"u8, MeshTime.Format(service.UpdatedAt));
        writer.WriteString("calibrated_at"u8, MeshTime.Format(service.CalibratedAt ?? emittedAt));
        writer.WriteEndObject();
    }

    private static void WriteConnectivity(Utf8JsonWriter writer, string connectivity)
    {
        if (connectivity == "all-to-all")
        {
            writer.WriteString("connectivity"u8, connectivity);
            return;
        }

        writer.WriteStartArray("connectivity"u8);
        foreach (string pair in connectivity.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = pair.Split('-');
            writer.WriteStartArray();
            writer.WriteNumberValue(int.Parse(ends[0], CultureInfo.InvariantCulture));
            writer.WriteNumberValue(int.Parse(ends[1], CultureInfo.InvariantCulture));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static List<ServiceOffer> Services(JsonElement.ArrayEnumerator list)
    {
        List<ServiceOffer> services = [];
        foreach (JsonElement item in list)
        {
            ServiceOffer service = Service(item);
            if (services.Count == MaxServices || services.Exists(s => s.ServiceType == service.ServiceType))
            {
                throw new FormatException($"services has more than {MaxServices} entries or {service.ServiceType} twice");
            }

            services.Add(service);
        }

        return services;
    }

    private static ServiceOffer Service(JsonElement item)
    {
        int least = item.Whole("qubit_min", 1);
        return new ServiceOffer
        {
            ServiceType = Bounded(item.Text("service_type"), "service_type", 128),
            Fidelity = item.Number("fidelity", 0, 1),
            QubitMin = least,
            QubitMax = item.Whole("qubit_max", least),
            Availability = item.Truth("availability"),
            GateSet = [.. Texts(item.List("gate_set"), "gate_set", MaxGates, 64)],
            Connectivity = Connectivity(item.Field("connectivity")),
            UpdatedAt = item.Time("updated_at"),
            CalibratedAt = item.OptionalText("calibrated_at") is { } text ? MessageFields.AsTime(text, "calibrated_at") : null,
        };
    }

    private static string Connectivity(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return MessageFields.AsText(value, "connectivity") == "all-to-all" ? "all-to-all" : throw Wrong();
        }

        List<string> pairs = [];
        foreach (JsonElement pair in MessageFields.AsList(value, "connectivity"))
        {
            int[] ends = [.. MessageFields.AsList(pair, "connectivity").Select(e => MessageFields.AsWhole(e, "connectivity", 0))];
            pairs.Add(ends.Length == 2 ? string.Create(CultureInfo.InvariantCulture, $"{ends[0]}-{ends[1]}") : throw Wrong());
        }

        return string.Join(',', pairs);

        static FormatException Wrong() => new("connectivity is neither all-to-all nor a list of qubit pairs");
    }

    private static List<string> Texts(JsonElement.ArrayEnumerator list, string name, int most, int length)
    {
        List<string> texts = [];
        foreach (JsonElement item in list)
        {
            texts.Add(texts.Count < most ? Bounded(MessageFields.AsText(item, name), name, length) : throw new FormatException($"{name} has more than {most} entries"));
        }

        return texts;
    }

    private static string Bounded(string text, string name, int length) =>
        text.Length is > 0 && text.Length <= length ? text : throw new FormatException($"{name} is empty or longer than {length} characters");
}
