using System.Diagnostics;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>W3C trace context as requests carry it.</summary>
public static class TraceContext
{
    /// <summary>The current activity's <c>traceparent</c>, or that of a new trace.</summary>
    public static string New() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
        ? id
        : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
}
