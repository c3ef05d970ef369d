using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A circuit to run, with every option of <c>POST /circuits/submit</c>; the ranges are the contract's and checked by <see cref="ISubmissionGrain"/>.</summary>
[GenerateSerializer, Immutable]
public sealed record JobSubmission
{
    /// <summary>OpenQASM 2, OpenQASM 3 or the service dialect; at most 1,000,000 UTF-8 bytes.</summary>
    [Id(0)]
    public required string Circuit { get; init; }

    /// <summary>1 … 1,000,000.</summary>
    [Id(1)]
    public int Shots { get; init; } = 1024;

    [Id(2)]
    public UInt128 Seed { get; init; }

    /// <summary>Noise trajectories, 0 … 65,536.</summary>
    [Id(3)]
    public int NoiseShots { get; init; } = 256;

    /// <summary>The average gate fidelity that a service must have, 0 … 1.</summary>
    [Id(4)]
    public double MinFidelity { get; init; } = 0.8;

    [Id(5)]
    public ExecutionMode Mode { get; init; }

    [Id(6)]
    public Fragmentation Fragmentation { get; init; }

    [Id(7)]
    public string Planner { get; init; } = "cost";

    /// <summary><c>auto</c>, <c>native</c> or <c>qiskit</c>.</summary>
    [Id(8)]
    public string Engine { get; init; } = "auto";

    /// <summary><c>auto</c>, <c>statevector</c> or <c>stabilizer</c>.</summary>
    [Id(9)]
    public string Method { get; init; } = "auto";

    [Id(10)]
    public bool PhysicalProtocols { get; init; }

    /// <summary>0 … 100, higher first.</summary>
    [Id(11)]
    public int Priority { get; init; } = 50;

    [Id(12)]
    public double DeadlineSeconds { get; init; } = 600;

    [Id(13)]
    public string? Label { get; init; }

    /// <summary>Values for the program's <c>input</c> declarations, each as JSON text.</summary>
    [Id(14)]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary><c>double</c> (default) or <c>single</c>.</summary>
    [Id(15)]
    public string Precision { get; init; } = "double";
}
