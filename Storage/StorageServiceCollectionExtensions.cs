using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.QuantumMesh.Storage;

/// <summary>Puts the stores into a host.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds stores that are opened at their first use (or earlier: resolve <see cref="IStorage"/>) and closed with the host.</summary>
    public static IServiceCollection AddQuantumMeshStorage(this IServiceCollection services, Func<IServiceProvider, IStorage> open)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(open);
        services.AddSingleton(open);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().ReadModels);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Projections);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().PeerLog);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Health);
        return services;
    }

    /// <summary>Adds the embedded stores.</summary>
    public static IServiceCollection AddQuantumMeshStorage(this IServiceCollection services, StorageOptions options) =>
        services.AddQuantumMeshStorage(provider => EmbeddedStorage.Open(options with { LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory }));
}
