using System.Diagnostics.CodeAnalysis;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>A program in another language, or why that language can't say it.</summary>
public sealed record FormattedProgram(string? Text, string? Refusal)
{
    /// <summary>Whether there is a text.</summary>
    [MemberNotNullWhen(true, nameof(Text))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsWritten => Text is not null;
}
