using System.Text.Json;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>The faults in force: those of the start, or for a while those that the experiment stream ordered. Thread-safe.</summary>
public sealed class FaultDesk(FaultSettings standing, TimeProvider time)
{
    private volatile Order? _order;

    /// <summary>Raised when an order came or ended.</summary>
    public event Action? Changed;

    /// <summary>The faults in force now.</summary>
    public FaultSettings Current
    {
        get
        {
            if (_order is { } order)
            {
                if (time.GetUtcNow() < order.Until)
                {
                    return order.Settings;
                }

                if (ReferenceEquals(Interlocked.CompareExchange(ref _order, null, order), order))
                {
                    Changed?.Invoke();
                }
            }

            return standing;
        }
    }

    /// <summary>Answers a request of the experiment stream.</summary>
    public RequestReply Handle(MeshRequest request)
    {
        string? fault = null;
        try
        {
            _order = Read(request.Body);
            Changed?.Invoke();
        }
        catch (FormatException e)
        {
            fault = e.Message;
        }

        return RequestReply.Answer(RequestFrame.Write((request.RequestId, fault), static (writer, a) =>
        {
            writer.WriteString("request_id"u8, a.RequestId);
            writer.WriteBoolean("ok"u8, a.fault is null);
            if (a.fault is not null)
            {
                writer.WriteString("error"u8, a.fault);
            }
        }));
    }

    private Order Read(JsonElement body)
    {
        (double from, double to) = Latency(body);
        FaultSettings settings = new()
        {
            LatencyFromMs = from,
            LatencyToMs = to,
            DropRate = Number(body, "drop_rate", 1),
            RejectRate = Number(body, "reject_rate", 1),
            FidelityDrift = Number(body, "fidelity_drift", 1000),
            Seed = (long)Number(body, "seed", 1L << 53),
        };
        double life = Number(body, "ttl_ms", 24 * 3600 * 1000.0);
        return new Order(settings, time.GetUtcNow() + TimeSpan.FromMilliseconds(life));
    }

    private static (double From, double To) Latency(JsonElement body)
    {
        if (body.TryGetProperty("latency_ms"u8, out JsonElement value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
            && value[0].ValueKind == JsonValueKind.Number && value[1].ValueKind == JsonValueKind.Number
            && value[0].GetDouble() is >= 0 and var from && value[1].GetDouble() is <= 600_000 and var to && from <= to)
        {
            return (from, to);
        }

        double fixedLatency = Number(body, "latency_ms", 600_000);
        return (fixedLatency, fixedLatency);
    }

    private static double Number(JsonElement body, string name, double most)
    {
        if (!body.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return 0;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0 && number <= most
            ? number
            : throw new FormatException($"{name} is no number from 0 to {most}");
    }

    private sealed record Order(FaultSettings Settings, DateTimeOffset Until);
}
