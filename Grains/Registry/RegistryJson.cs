using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The registry's documents in the contract's shapes, as UTF-8 JSON.</summary>
internal static class RegistryJson
{
    /// <summary><c>GET /discovery/peers</c>.</summary>
    public static byte[] Peers(IReadOnlyList<RegistryEntry> entries, bool includeStale) => Write(writer =>
    {
        RegistryEntry[] listed = [.. entries.Where(entry => includeStale || !entry.IsStale)];
        Peers(writer, listed);
        writer.WriteNumber("total", listed.Length);
        writer.WriteBoolean("include_stale", includeStale);
    });

    /// <summary><c>GET /discovery/peers/{peer_id}</c>.</summary>
    public static byte[] PeerDetail(RegistryEntry entry, DateTimeOffset? firstSeenAt, long peerLogPosition) => Write(writer =>
    {
        NodeAdvertisement advertisement = entry.Advertisement!;
        Peer(writer, entry);
        Strings(writer, "network_addresses", advertisement.ListenAddresses);
        Strings(writer, "supported_protocols", advertisement.Protocols);
        Strings(writer, "service_ids", advertisement.Services.Select(service => $"{entry.NodeId}/{service.ServiceType}"));
        writer.WriteNumber("peer_log_position", peerLogPosition);
        Time(writer, "first_seen_at", firstSeenAt ?? entry.FirstSeenAt);
        Time(writer, "last_advertisement_at", entry.LastAdvertisementAt);
        Time(writer, "last_heartbeat_at", entry.LastHeartbeatAt);
        writer.WriteBoolean("rejoined", entry.State == NodeState.Rejoined);
        writer.WriteString("agent", advertisement.Agent);
    });

    /// <summary><c>GET /discovery/topology</c>.</summary>
    public static byte[] Topology(IReadOnlyList<RegistryEntry> entries) => Write(writer =>
    {
        Peers(writer, entries);
        writer.WriteNumber("total_peers", entries.Count);
        writer.WriteNumber("active_peers", entries.Count(entry => !entry.IsStale));
        writer.WriteNumber("stale_peers", entries.Count(entry => entry.IsStale));
    });

    /// <summary><c>GET /discovery/network/topology</c>.</summary>
    public static byte[] NetworkTopology(IReadOnlyList<RegistryEntry> entries, RegistrySnapshot snapshot, BridgeStatus? bridge, DateTimeOffset now) => Write(writer =>
    {
        writer.WriteBoolean("fabric_running", bridge is { Enabled: true, ListenersActive: true });
        writer.WriteString("generated_at", ContractTime.Text(now));
        writer.WriteStartArray("services");
        foreach (RegistryEntry entry in entries)
        {
            Services(writer, entry, static (_, _) => true);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("registry_snapshot");
        foreach (NodeOffer node in snapshot.Nodes)
        {
            Offer(writer, node);
        }

        writer.WriteEndArray();
        writer.WriteNumber("registry_version", snapshot.Version);
        writer.WriteStartArray("links");
        foreach (BridgeLink link in bridge?.Links ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("from", bridge!.PeerId);
            writer.WriteString("to", link.PeerId);
            Number(writer, "round_trip_ms", link.RoundTripMs);
            writer.WriteString("last_seen_at", ContractTime.Text(link.LastSeenAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary><c>GET /discovery/stats</c>.</summary>
    public static byte[] Stats(IReadOnlyList<RegistryEntry> entries, RegistrySnapshot snapshot, BridgeStatus? bridge) => Write(writer =>
    {
        writer.WriteNumber("total_peers", entries.Count);
        writer.WriteNumber("active_peers", entries.Count(entry => !entry.IsStale));
        writer.WriteNumber("stale_peers", entries.Count(entry => entry.IsStale));
        writer.WriteNumber("rejoined_peers", entries.Count(entry => entry.State == NodeState.Rejoined));
        writer.WriteNumber("services", entries.Where(entry => !entry.IsStale).Sum(entry => entry.Advertisement?.Services.Count ?? 0));
        writer.WriteNumber("capacity", entries.Where(entry => !entry.IsStale).Sum(entry => entry.Advertisement?.Capacity ?? 0));
        writer.WriteNumber("active_reservations", entries.Sum(entry => entry.Heartbeat?.ActiveReservations ?? 0));
        writer.WriteNumber("active_executions", entries.Sum(entry => entry.Heartbeat?.ActiveExecutions ?? 0));
        writer.WriteNumber("connected_peers", bridge?.ConnectedPeers ?? 0);
        writer.WriteNumber("registry_version", snapshot.Version);
        writer.WriteStartObject("dropped_messages");
        foreach ((string reason, long count) in bridge?.Dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, long>>())
        {
            writer.WriteNumber(reason, count);
        }

        writer.WriteEndObject();
    });

    /// <summary><c>GET /services</c>: an array of rows.</summary>
    public static byte[] Services(IReadOnlyList<RegistryEntry> entries, string? serviceType, double? minFidelity, bool? available)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartArray();
        foreach (RegistryEntry entry in entries)
        {
            Services(writer, entry, (service, availability) =>
                (serviceType is null || service.ServiceType == serviceType)
                && (minFidelity is null || service.Fidelity >= minFidelity)
                && (available is null || availability == available));
        }

        writer.WriteEndArray();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The fields of a row of <c>GET /discovery/peers</c>, into an open object.</summary>
    private static void Peer(Utf8JsonWriter writer, RegistryEntry entry)
    {
        writer.WriteString("peer_id", entry.NodeId);
        writer.WriteString("trust_tier", entry.Advertisement?.TrustTier);
        writer.WriteString("health_status", entry.HealthWord);
        writer.WriteNumber("network_address_count", entry.Advertisement?.ListenAddresses.Count ?? 0);
        writer.WriteNumber("service_count", entry.Advertisement?.Services.Count ?? 0);
        writer.WriteNumber("active_reservations", entry.Heartbeat?.ActiveReservations ?? 0);
        writer.WriteNumber("active_executions", entry.Heartbeat?.ActiveExecutions ?? 0);
        Time(writer, "last_seen_at", entry.LastHeardAt);
        writer.WriteBoolean("is_stale", entry.IsStale);
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? at) =>
        writer.WriteString(name, at is { } time ? ContractTime.Text(time) : null);

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>One object, its members written by <paramref name="members"/>.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Peers(Utf8JsonWriter writer, IEnumerable<RegistryEntry> entries)
    {
        writer.WriteStartArray("peers");
        foreach (RegistryEntry entry in entries)
        {
            writer.WriteStartObject();
            Peer(writer, entry);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Services(Utf8JsonWriter writer, RegistryEntry entry, Func<ServiceOffer, bool, bool> listed)
    {
        foreach (ServiceOffer service in entry.Advertisement?.Services ?? [])
        {
            bool availability = service.Availability && !entry.IsStale;
            if (!listed(service, availability))
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("node_id", entry.NodeId);
            Strings(writer, "listen_addrs", entry.Advertisement!.ListenAddresses);
            writer.WriteString("service_type", service.ServiceType);
            writer.WriteNumber("fidelity", service.Fidelity);
            writer.WriteNumber("qubit_min", service.QubitMin);
            writer.WriteNumber("qubit_max", service.QubitMax);
            writer.WriteBoolean("availability", availability);
            writer.WriteString("updated_at", ContractTime.Text(service.UpdatedAt));
            Strings(writer, "gate_set", service.GateSet);
            Connectivity(writer, service.Connectivity);
            writer.WriteEndObject();
        }
    }

    private static void Connectivity(Utf8JsonWriter writer, string connectivity)
    {
        if (connectivity == "all-to-all")
        {
            writer.WriteString("connectivity", connectivity);
            return;
        }

        writer.WriteStartArray("connectivity");
        foreach (string pair in connectivity.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            writer.WriteStartArray();
            foreach (string qubit in pair.Split('-'))
            {
                if (int.TryParse(qubit, System.Globalization.CultureInfo.InvariantCulture, out int number))
                {
                    writer.WriteNumberValue(number);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Offer(Utf8JsonWriter writer, NodeOffer node)
    {
        writer.WriteStartObject();
        writer.WriteString("node_id", node.NodeId);
        writer.WriteNumber("link_fidelity", node.LinkFidelity);
        writer.WriteNumber("capacity", node.Capacity);
        writer.WriteNumber("slots_taken", node.SlotsTaken);
        Number(writer, "round_trip_ms", node.RoundTripMs);
        writer.WriteNumber("success_rate", Math.Round(node.SuccessRate, 6));
        writer.WriteBoolean("is_stale", node.IsStale);
        writer.WriteBoolean("is_enrolled", node.IsEnrolled);
        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 6));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
