using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A circuit to run.</summary>
public sealed record SubmitBody
{
    /// <summary>OpenQASM 2, OpenQASM 3 or the service dialect; at most 1,000,000 UTF-8 bytes.</summary>
    [MinLength(1)]
    public required string Circuit { get; init; }

    /// <summary>Draws of the ideal counts.</summary>
    [Range(1, 1_000_000)]
    [DefaultValue(1024)]
    public int Shots { get; init; } = 1024;

    /// <summary>A whole number below 2^128; above 2^53 as decimal text.</summary>
    public UInt128 Seed { get; init; }

    /// <summary>Noise trajectories.</summary>
    [Range(0, 65_536)]
    [DefaultValue(256)]
    public int NoiseShots { get; init; } = 256;

    /// <summary>The average gate fidelity that a service must have.</summary>
    [Range(0.0, 1.0)]
    [DefaultValue(0.8)]
    public double MinFidelity { get; init; } = 0.8;

    /// <summary>distributed, or centralized: the whole program on one node.</summary>
    [AllowedValues("distributed", "centralized")]
    [DefaultValue("distributed")]
    public string Mode { get; init; } = "distributed";

    /// <summary>grouped, or one fragment for each operation.</summary>
    [AllowedValues("grouped", "per_operation")]
    [DefaultValue("grouped")]
    public string Fragmentation { get; init; } = "grouped";

    [DefaultValue("cost")]
    public string Planner { get; init; } = "cost";

    /// <summary>What computes the result.</summary>
    [AllowedValues("auto", "native", "qiskit")]
    [DefaultValue("auto")]
    public string Engine { get; init; } = "auto";

    [AllowedValues("auto", "statevector", "stabilizer")]
    [DefaultValue("auto")]
    public string Method { get; init; } = "auto";

    /// <summary>Whether teleportation, syndrome extraction and distillation expand into their circuits.</summary>
    [DefaultValue(false)]
    public bool PhysicalProtocols { get; init; }

    /// <summary>Higher first.</summary>
    [Range(0, 100)]
    [DefaultValue(50)]
    public int Priority { get; init; } = 50;

    /// <summary>After which the job fails.</summary>
    [Range(0.0, 2_592_000.0, MinimumIsExclusive = true)]
    [DefaultValue(600.0)]
    public double DeadlineSeconds { get; init; } = 600;

    /// <summary>A name for people.</summary>
    [MaxLength(1_000)]
    public string? Label { get; init; }

    /// <summary>Values for the program's inputs.</summary>
    public IReadOnlyDictionary<string, object>? Parameters { get; init; }

    [AllowedValues("double", "single")]
    [DefaultValue("double")]
    public string Precision { get; init; } = "double";
}
