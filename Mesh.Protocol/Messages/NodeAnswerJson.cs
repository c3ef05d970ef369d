using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A node's answer as the JSON text that it signs.</summary>
public static class NodeAnswerJson
{
    /// <summary>Writes an answer as UTF-8.</summary>
    public static byte[] Write(NodeAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return RequestFrame.Write(answer, static (writer, a) =>
        {
            writer.WriteString("execution_id"u8, a.ExecutionId);
            writer.WriteString("status"u8, a.Status);
            writer.WriteString("reason"u8, a.Reason);
            writer.WriteString("error"u8, a.Error);
            WriteOptional(writer, "observed_fidelity"u8, a.ObservedFidelity);
            WriteOptional(writer, "operation_fidelity"u8, a.OperationFidelity);
            WriteErrors(writer, a.Errors);
            WriteDamping(writer, a.Damping);
            WriteChannel(writer, a.Channel);
            WriteMeasurements(writer, a.Measurements);
            writer.WriteNumber("queue_ms"u8, a.QueueMs);
            writer.WriteNumber("execute_ms"u8, a.ExecuteMs);
        });
    }

    /// <summary>Reads an answer's text; unknown fields are ignored.</summary>
    /// <exception cref="FormatException">It is no JSON object, or a field is missing or of another type; the message names it.</exception>
    public static NodeAnswer Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            int length = Encoding.UTF8.GetBytes(text, buffer);
            using JsonDocument document = AdvertisementJson.Parse(buffer.AsMemory(0, length));
            return Read(document.RootElement);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static NodeAnswer Read(JsonElement root)
    {
        string status = root.Text("status");
        bool ok = status == "ok";
        return new NodeAnswer
        {
            ExecutionId = root.Text("execution_id"),
            Status = status is "ok" or "rejected" or "failed" ? status : throw new FormatException("status is none of ok, rejected, failed"),
            Reason = root.OptionalText("reason"),
            Error = root.OptionalText("error"),
            ObservedFidelity = ok ? root.Number("observed_fidelity", 0, 1) : null,
            OperationFidelity = ok ? root.Number("operation_fidelity", 0, 1) : null,
            Errors = ok ? Errors(root.List("errors")) : [],
            Damping = ok ? Damping(root.List("damping")) : [],
            Channel = ok ? Channels(root.List("channel")) : [],
            Measurements = ok ? Measurements(root.List("measurements")) : [],
            QueueMs = root.Number("queue_ms", 0, double.MaxValue),
            ExecuteMs = root.Number("execute_ms", 0, double.MaxValue),
        };
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
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

    private static void WriteErrors(Utf8JsonWriter writer, ImmutableArray<NodeError> errors)
    {
        writer.WriteStartArray("errors"u8);
        foreach (NodeError error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("operation_id"u8, error.OperationId);
            writer.WriteString("kind"u8, error.Kind);
            WriteNumbers(writer, "qubits"u8, error.Qubits);
            writer.WriteString("pauli"u8, error.Pauli);
            WriteNumbers(writer, "shots"u8, error.Shots);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDamping(Utf8JsonWriter writer, ImmutableArray<NodeDamping> damping)
    {
        writer.WriteStartArray("damping"u8);
        foreach (NodeDamping entry in damping)
        {
            writer.WriteStartObject();
            writer.WriteString("operation_id"u8, entry.OperationId);
            writer.WriteNumber("qubit"u8, entry.Qubit);
            writer.WriteNumber("gamma"u8, entry.Gamma);
            WriteDecimalText(writer, "draw_seed"u8, entry.DrawSeed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChannel(Utf8JsonWriter writer, ImmutableArray<NodeChannel> channels)
    {
        writer.WriteStartArray("channel"u8);
        foreach (NodeChannel channel in channels)
        {
            writer.WriteStartObject();
            writer.WriteString("operation_id"u8, channel.OperationId);
            writer.WriteString("kind"u8, channel.Kind);
            writer.WriteStartObject("parameters"u8);
            foreach ((string name, double value) in channel.Parameters)
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMeasurements(Utf8JsonWriter writer, ImmutableArray<NodeMeasurement> measurements)
    {
        writer.WriteStartArray("measurements"u8);
        foreach (NodeMeasurement entry in measurements)
        {
            writer.WriteStartObject();
            writer.WriteString("operation_id"u8, entry.OperationId);
            writer.WriteNumber("qubit"u8, entry.Qubit);
            WriteDecimalText(writer, "draw_seed"u8, entry.DrawSeed);
            WriteNumbers(writer, "flips"u8, entry.Flips);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDecimalText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        writer.WriteString(name, text[..length]);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<int> numbers)
    {
        writer.WriteStartArray(name);
        foreach (int number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<NodeError> Errors(JsonElement.ArrayEnumerator list)
    {
        ImmutableArray<NodeError>.Builder errors = ImmutableArray.CreateBuilder<NodeError>();
        foreach (JsonElement item in list)
        {
            errors.Add(new NodeError(item.OptionalText("operation_id"), item.Text("kind"), Numbers(item, "qubits"), item.Text("pauli"), Numbers(item, "shots")));
        }

        return errors.DrainToImmutable();
    }

    private static ImmutableArray<NodeDamping> Damping(JsonElement.ArrayEnumerator list) =>
        [.. list.Select(item => new NodeDamping(item.Text("operation_id"), item.Whole("qubit", 0), item.Number("gamma", 0, 1), DrawSeed(item)))];

    private static ImmutableArray<NodeChannel> Channels(JsonElement.ArrayEnumerator list) =>
        [.. list.Select(item => new NodeChannel(item.OptionalText("operation_id"), item.Text("kind"), Parameters(item.Field("parameters"))))];

    private static ImmutableSortedDictionary<string, double> Parameters(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("channel.parameters is no object");
        }

        ImmutableSortedDictionary<string, double>.Builder parameters = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            // Kinds of other nodes may carry more than numbers; the model is for information.
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out double number))
            {
                parameters[property.Name] = number;
            }
        }

        return parameters.ToImmutable();
    }

    private static ImmutableArray<NodeMeasurement> Measurements(JsonElement.ArrayEnumerator list) =>
        [.. list.Select(item => new NodeMeasurement(item.Text("operation_id"), item.Whole("qubit", 0), DrawSeed(item), Numbers(item, "flips")))];

    private static ulong DrawSeed(JsonElement item) =>
        ulong.TryParse(item.Text("draw_seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new FormatException("draw_seed is no decimal text below 2^64");

    private static ImmutableArray<int> Numbers(JsonElement item, string name)
    {
        JsonElement list = item.Field(name);
        JsonElement.ArrayEnumerator numbers = MessageFields.AsList(list, name);
        ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(list.GetArrayLength());
        foreach (JsonElement number in numbers)
        {
            builder.Add(MessageFields.AsWhole(number, name, 0));
        }

        return builder.MoveToImmutable();
    }
}
