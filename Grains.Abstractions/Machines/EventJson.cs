using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Events as the journal keeps them: a stable name and snake-case JSON.</summary>
public sealed class EventJson
{
    private readonly JsonSerializerOptions options;
    private readonly Dictionary<string, Type> types;
    private readonly Dictionary<Type, string> names;

    private EventJson()
    {
        options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

            // Answers are JSON inside JSON; what is written here is never put into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { StoredPlans.LeaveOutCandidates } },
        };
        options.MakeReadOnly();
        types = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            [EventNames.JobSubmitted] = typeof(JobSubmitted),
            [EventNames.JobCompiling] = typeof(JobCompiling),
            [EventNames.JobPlanned] = typeof(JobPlanned),
            [EventNames.JobExecuting] = typeof(JobExecuting),
            [EventNames.JobCompleted] = typeof(JobCompleted),
            [EventNames.JobFailed] = typeof(JobFailed),
            [EventNames.JobCancelled] = typeof(JobCancelled),
            [EventNames.FragmentWaiting] = typeof(FragmentWaiting),
            [EventNames.FragmentDispatched] = typeof(FragmentDispatched),
            [EventNames.FragmentAttemptFailed] = typeof(FragmentAttemptFailed),
            [EventNames.FragmentExecuted] = typeof(FragmentExecuted),
            [EventNames.FragmentSplit] = typeof(FragmentSplit),
            [EventNames.FragmentSuperseded] = typeof(FragmentSuperseded),
            [EventNames.ReservationRequested] = typeof(ReservationRequested),
            [EventNames.ReservationPrepared] = typeof(ReservationPrepared),
            [EventNames.ReservationCommitted] = typeof(ReservationCommitted),
            [EventNames.ReservationExecuted] = typeof(ReservationExecuted),
            [EventNames.ReservationRejected] = typeof(ReservationRejected),
            [EventNames.ReservationCanceled] = typeof(ReservationCanceled),
            [EventNames.ReservationExpired] = typeof(ReservationExpired),
            [EventNames.NodeAdvertised] = typeof(NodeAdvertised),
            [EventNames.NodeHeard] = typeof(NodeHeard),
            [EventNames.NodeMissed] = typeof(NodeMissed),
            [EventNames.NodeForgotten] = typeof(NodeForgotten),
        };
        names = types.ToDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>The one codec; it holds no state but its tables.</summary>
    public static EventJson Shared { get; } = new();

    /// <summary>The options that payloads are written with.</summary>
    public JsonSerializerOptions Options => options;

    /// <summary>The event's stable name.</summary>
    public string NameOf(object machineEvent) =>
        names.TryGetValue(machineEvent.GetType(), out string? name) ? name : throw new ArgumentException($"{machineEvent.GetType()} is no event of the journal.", nameof(machineEvent));

    /// <summary>The event's payload.</summary>
    public string Write(object machineEvent) => JsonSerializer.Serialize(machineEvent, machineEvent.GetType(), options);

    /// <summary>Reads a payload; a name or text that no version wrote is an <see cref="InvalidDataException"/> that names it.</summary>
    public TEvent Read<TEvent>(string name, string payload)
        where TEvent : class
    {
        if (!types.TryGetValue(name, out Type? type) || !typeof(TEvent).IsAssignableFrom(type))
        {
            throw new InvalidDataException($"The journal has an event '{name}' where a {typeof(TEvent).Name} was expected; this version does not know it.");
        }

        try
        {
            return (TEvent)JsonSerializer.Deserialize(payload, type, options)!;
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"The payload of a '{name}' event cannot be read: {failure.Message}", failure);
        }
    }
}
