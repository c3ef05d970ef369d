using System.Text.Json;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Requests and envelopes of the fragment stream as JSON.</summary>
public static class FragmentJson
{
    /// <summary>The most trajectories that a dispatch may ask for.</summary>
    public const int MaxShots = 1_000_000;

    /// <summary>Writes a dispatch's fields into an open object.</summary>
    public static void Write(Utf8JsonWriter writer, FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(call);
        writer.WriteString("execution_id"u8, call.ExecutionId);
        writer.WriteString("reservation_token"u8, call.ReservationToken);
        writer.WriteString("job_id"u8, call.JobId);
        writer.WriteString("plan_id"u8, call.PlanId);
        writer.WriteString("fragment_id"u8, call.FragmentId);
        writer.WriteNumber("attempt"u8, call.Attempt);
        writer.WriteString("service_type"u8, call.ServiceType);
        WriteNumbers(writer, "qubits"u8, call.Qubits);
        writer.WriteStartArray("operations"u8);
        foreach (FragmentOperation operation in call.Operations)
        {
            WriteOperation(writer, operation);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("handoffs"u8);
        foreach (FragmentHandoff handoff in call.Handoffs)
        {
            writer.WriteStartObject();
            writer.WriteNumber("qubit"u8, handoff.Qubit);
            writer.WriteString("from_node"u8, handoff.FromNode);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("shots"u8, call.Shots);
        SeedText.Write(writer, call.Seed);
        writer.WriteNumber("min_fidelity"u8, call.MinFidelity);
    }

    /// <summary>Writes the executions that a node may forget into an open object.</summary>
    public static void WriteForget(Utf8JsonWriter writer, IReadOnlyList<string> executionIds)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(executionIds);
        writer.WriteStartArray("forget"u8);
        foreach (string id in executionIds)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a request; unknown fields are ignored, faults of a dispatch's body are kept for the answer.</summary>
    /// <exception cref="FormatException">Neither an execution nor a list to forget, or a head field of another type; the message names it.</exception>
    public static FragmentRequest Read(JsonElement request)
    {
        string executionId = request.OptionalText("execution_id") ?? "";
        List<string>? forget = request.OptionalField("forget") is { } list
            ? [.. MessageFields.AsList(list, "forget").Select(item => MessageFields.AsText(item, "forget"))]
            : null;
        if (executionId.Length == 0 && forget is null)
        {
            throw new FormatException("execution_id is missing");
        }

        if (executionId.Length > 256)
        {
            throw new FormatException("execution_id has more than 256 characters");
        }

        FragmentRequest head = new() { ExecutionId = executionId, ReservationToken = request.OptionalText("reservation_token") ?? "", Forget = forget };
        if (executionId.Length == 0)
        {
            return head;
        }

        try
        {
            return head with { Call = FragmentBody.Read(request, head) };
        }
        catch (FragmentTooLargeException e)
        {
            return head with { Fault = e.Message, IsTooLarge = true };
        }
        catch (FormatException e)
        {
            return head with { Fault = e.Message };
        }
    }

    /// <summary>Writes the envelope of a signed answer.</summary>
    public static byte[] WriteEnvelope(string requestId, string answer, string signature) =>
        RequestFrame.Write((requestId, answer, signature), static (writer, e) =>
        {
            writer.WriteString("request_id"u8, e.requestId);
            writer.WriteString("answer"u8, e.answer);
            writer.WriteString("signature"u8, e.signature);
        });

    /// <summary>Writes the answer to a request that only forgets.</summary>
    public static byte[] WriteForgotten(string requestId, int count) =>
        RequestFrame.Write((requestId, count), static (writer, e) =>
        {
            writer.WriteString("request_id"u8, e.requestId);
            writer.WriteNumber("forgotten"u8, e.count);
        });

    /// <summary>Opens the envelope of a signed answer and verifies signature and form; one that fails is <see cref="CallStatus.Invalid"/>.</summary>
    public static FragmentReply ReadEnvelope(RequestOutcome outcome, FragmentCall call, PeerKey key)
    {
        if (outcome.Frame is not { } frame)
        {
            return new FragmentReply { Status = outcome.Status, Error = outcome.Error, RoundTripMs = outcome.RoundTripMs };
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            string answer = document.RootElement.Text("answer");
            string signature = document.RootElement.Text("signature");
            if (!AnswerSignature.Verify(key, answer, signature))
            {
                throw new FormatException("the signature is not the node's");
            }

            if (NodeAnswerCheck.Fault(NodeAnswerJson.Read(answer), call) is { } fault)
            {
                throw new FormatException(fault);
            }

            return new FragmentReply { Status = CallStatus.Answered, AnswerText = answer, Signature = signature, RoundTripMs = outcome.RoundTripMs };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return new FragmentReply { Status = CallStatus.Invalid, Error = $"the node's answer is not used: {e.Message}", RoundTripMs = outcome.RoundTripMs };
        }
    }

    internal static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<int> numbers)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < numbers.Count; i++)
        {
            writer.WriteNumberValue(numbers[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteOperation(Utf8JsonWriter writer, FragmentOperation operation)
    {
        writer.WriteStartObject();
        writer.WriteString("operation_id"u8, operation.OperationId);
        writer.WriteString("gate"u8, operation.Gate);
        writer.WriteStartArray("params"u8);
        foreach (double parameter in operation.Params)
        {
            writer.WriteNumberValue(parameter);
        }

        writer.WriteEndArray();
        WriteNumbers(writer, "qubits"u8, operation.Qubits);
        if (operation.Condition is { } condition)
        {
            writer.WriteStartObject("condition"u8);
            writer.WriteStartArray("bits"u8);
            foreach (string bit in condition.Bits)
            {
                writer.WriteStringValue(bit);
            }

            writer.WriteEndArray();
            WriteOptional(writer, "value"u8, condition.Value);
            WriteOptional(writer, "lead"u8, condition.Lead);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("condition"u8);
        }

        if (operation.ServiceType is { } serviceType)
        {
            writer.WriteString("service_type"u8, serviceType);
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
