using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>How the records of <c>Core</c>, which knows nothing of Orleans, travel between silos and clients.</summary>
public static class MeshSerialization
{
    /// <summary>For silo and client alike: records of <c>Core</c> travel as JSON.</summary>
    public static IServiceCollection AddQuantumMeshSerialization(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSerializer(builder => builder.AddJsonSerializer(IsCoreRecord, new JsonSerializerOptions(JsonSerializerDefaults.General)));
    }

    private static bool IsCoreRecord(Type type) =>
        !type.IsEnum && type.Namespace is { } name && (name == "Orleans.QuantumMesh.Core" || name.StartsWith("Orleans.QuantumMesh.Core.", StringComparison.Ordinal));
}
