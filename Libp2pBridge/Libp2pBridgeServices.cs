using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Libp2pBridge;

/// <summary>Registers a silo's bridge.</summary>
public static class Libp2pBridgeServices
{
    /// <summary>Adds the bridge on libp2p as a hosted service; to be called after <c>UseOrleans</c>, so that it starts after the silo.</summary>
    public static IServiceCollection AddLibp2pBridge(this IServiceCollection services, Libp2pBridgeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new BridgeSlot(options.Namespace));
        services.AddSingleton<Libp2pBridgeService>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Libp2pBridgeService>());
        return services;
    }

    /// <summary>Adds a bridge on any mesh host, such as one of an <see cref="InMemoryMesh"/>; the host stays the caller's.</summary>
    public static IServiceCollection AddMeshBridge(this IServiceCollection services, IMeshHost host, MeshBridgeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new BridgeSlot(options.Namespace.Name));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<MeshBridgeService>(provider, host, options));
        return services;
    }
}
