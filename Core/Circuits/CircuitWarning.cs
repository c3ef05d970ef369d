namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>Something in the text that was taken, but not as the specification has it; <see cref="Code"/> is stable, such as <c>dialect_inclusive_range</c>.</summary>
public sealed record CircuitWarning(string Code, string Message, SourcePosition Position);
