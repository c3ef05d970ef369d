namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Who asks, and under which ids: <see cref="Owner"/> is a user id (<c>local</c> where auth is off) or a peer id; an operator (<see cref="IsOperator"/>) sees everybody's objects.</summary>
[GenerateSerializer, Immutable]
public sealed record Caller
{
    [Id(0)]
    public string Owner { get; init; } = "local";

    [Id(1)]
    public bool IsOperator { get; init; } = true;

    [Id(2)]
    public string? IdempotencyKey { get; init; }

    [Id(3)]
    public string? RequestId { get; init; }

    /// <summary>W3C trace context.</summary>
    [Id(4)]
    public string? TraceParent { get; init; }
}
