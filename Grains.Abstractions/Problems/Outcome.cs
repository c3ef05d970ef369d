namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A value, or the problem that stands in its way; never both.</summary>
[GenerateSerializer, Immutable]
public sealed record Outcome<T>
    where T : class
{
    private Outcome()
    {
    }

    [Id(0)]
    public T? Value { get; private init; }

    [Id(1)]
    public Problem? Problem { get; private init; }

    public static implicit operator Outcome<T>(T value) => new() { Value = value };

    public static implicit operator Outcome<T>(Problem problem) => new() { Problem = problem };
}
