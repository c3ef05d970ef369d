namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// Why a text is refused. <see cref="Code"/> is stable, such as <c>unknown_gate</c> or <c>limit_operations</c>; <see cref="Position"/> and <see cref="Length"/>
/// name the characters at fault; <see cref="Suggestion"/> says what would be right, where that is known.
/// </summary>
public sealed record CircuitDiagnostic(string Code, string Message, SourcePosition Position, int Length = 1, string? Suggestion = null)
{
    /// <summary>The line, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column in characters, from 1.</summary>
    public int Column => Position.Column;

    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}: {Message}{(Suggestion is null ? "" : $" ({Suggestion})")} [{Code}]";
}
