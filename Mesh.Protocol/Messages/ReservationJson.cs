using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Requests and answers of the reservation stream as JSON.</summary>
public static class ReservationJson
{
    /// <summary>Writes a call's fields into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, ReservationCall call)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(call);
        writer.WriteString("action"u8, call.Action);
        writer.WriteString("reservation_id"u8, call.ReservationId);
        writer.WriteString("reservation_token"u8, call.ReservationToken);
        writer.WriteString("job_id"u8, call.JobId);
        writer.WriteString("fragment_id"u8, call.FragmentId);
        writer.WriteString("service_type"u8, call.ServiceType);
        writer.WriteNumber("qubits"u8, call.Qubits);
        writer.WriteNumber("depth"u8, call.Depth);
        writer.WriteNumber("min_fidelity"u8, call.MinFidelity);
        writer.WriteNumber("priority"u8, call.Priority);
        writer.WriteNumber("ttl_ms"u8, call.TtlMs);
    }

    /// <summary>Reads a request; unknown fields are ignored. <c>qubits</c> may also be a list, whose length counts.</summary>
    /// <exception cref="FormatException">An unknown action, no id, or a field of another type; the message names it.</exception>
    public static ReservationCall Read(JsonElement request)
    {
        string action = request.Text("action");
        string id = request.Text("reservation_id");
        if (action is not ("prepare" or "commit" or "cancel") || id.Length is 0 or > 256)
        {
            throw new FormatException("action is none of prepare, commit, cancel, or reservation_id has not 1 to 256 characters");
        }

        return new ReservationCall
        {
            Action = action,
            ReservationId = id,
            ReservationToken = request.OptionalText("reservation_token"),
            JobId = request.OptionalText("job_id"),
            FragmentId = request.OptionalText("fragment_id"),
            ServiceType = request.OptionalText("service_type"),
            Qubits = Qubits(request.OptionalField("qubits")),
            Depth = request.OptionalField("depth") is { } depth ? MessageFields.AsWhole(depth, "depth", 0) : 0,
            MinFidelity = request.OptionalField("min_fidelity") is { } fidelity ? MessageFields.AsNumber(fidelity, "min_fidelity", double.MinValue, double.MaxValue) : 0,
            Priority = request.OptionalField("priority") is { } priority ? MessageFields.AsWhole(priority, "priority", int.MinValue) : 0,
            TtlMs = request.OptionalField("ttl_ms") is { } ttl ? (int)Math.Min(int.MaxValue, Math.Ceiling(MessageFields.AsNumber(ttl, "ttl_ms", 0, double.MaxValue))) : 0,
        };
    }

    /// <summary>Writes an answer's frame; fields that are <see langword="null"/> stay as <c>null</c>.</summary>
    public static byte[] WriteAnswer(string requestId, string reservationId, string state, string? token, string? reason, int? nextFreeInMs) =>
        RequestFrame.Write((requestId, reservationId, state, token, reason, nextFreeInMs), static (writer, a) =>
        {
            writer.WriteString("request_id"u8, a.requestId);
            writer.WriteString("reservation_id"u8, a.reservationId);
            writer.WriteString("state"u8, a.state);
            writer.WriteString("reservation_token"u8, a.token);
            writer.WriteString("reason"u8, a.reason);
            if (a.nextFreeInMs is { } free)
            {
                writer.WriteNumber("next_free_in_ms"u8, free);
            }
            else
            {
                writer.WriteNull("next_free_in_ms"u8);
            }
        });

    /// <summary>Reads an answer to a call for this reservation; one that breaks the protocol is <see cref="CallStatus.Invalid"/>.</summary>
    public static ReservationReply ReadAnswer(RequestOutcome outcome, string reservationId)
    {
        if (outcome.Frame is not { } frame)
        {
            return new ReservationReply { Status = outcome.Status, Error = outcome.Error, RoundTripMs = outcome.RoundTripMs };
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            JsonElement root = document.RootElement;
            string state = root.Text("state");
            if (root.Text("reservation_id") != reservationId)
            {
                throw new FormatException("reservation_id is another");
            }

            return new ReservationReply
            {
                Status = CallStatus.Answered,
                State = state is "PREPARED" or "COMMITTED" or "CANCELED" or "EXPIRED" or "REJECTED" ? state : throw new FormatException("state is none of the protocol's"),
                ReservationToken = root.OptionalText("reservation_token"),
                Reason = root.OptionalText("reason"),
                NextFreeInMs = root.OptionalField("next_free_in_ms") is { } free ? MessageFields.AsWhole(free, "next_free_in_ms", 0) : null,
                RoundTripMs = outcome.RoundTripMs,
            };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return new ReservationReply { Status = CallStatus.Invalid, Error = $"the node's answer breaks the protocol: {e.Message}", RoundTripMs = outcome.RoundTripMs };
        }
    }

    private static int Qubits(JsonElement? value) => value switch
    {
        null => 1,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength(),
        { } number => MessageFields.AsWhole(number, "qubits", int.MinValue),
    };
}
