namespace Orleans.QuantumMesh.Bench;

/// <summary>One thing that <c>./mesh bench NAME</c> measures and prints.</summary>
internal interface IMeasurement
{
    string Name { get; }

    string Description { get; }

    /// <summary>Measures, prints, and returns the exit code: 0, or 1 where an aim that it checks was missed.</summary>
    Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken);
}
