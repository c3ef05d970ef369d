using System.Text.Json.Serialization;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Writers for the gateway's own documents, made at build time so that the first request is quick.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(BootstrapDocument))]
[JsonSerializable(typeof(BootstrapRuntimeDocument))]
[JsonSerializable(typeof(SubmittedDocument))]
public sealed partial class GatewayJsonContext : JsonSerializerContext;
