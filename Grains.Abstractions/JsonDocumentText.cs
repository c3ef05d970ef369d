namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A whole JSON document as UTF-8, in the contract's shape.</summary>
[GenerateSerializer, Immutable]
public sealed record JsonDocumentText([property: Id(0)] byte[] Utf8);
