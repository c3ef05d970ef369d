using System.ComponentModel.DataAnnotations;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>A circuit to check.</summary>
public sealed record ValidateBody
{
    /// <summary>OpenQASM 2, OpenQASM 3 or the service dialect; at most 1,000,000 UTF-8 bytes.</summary>
    [MinLength(1)]
    public required string Circuit { get; init; }

    /// <summary>Values for the program's inputs.</summary>
    public IReadOnlyDictionary<string, object>? Parameters { get; init; }
}
