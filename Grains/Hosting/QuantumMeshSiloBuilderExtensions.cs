using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Adds the grains to a silo.</summary>
public static class QuantumMeshSiloBuilderExtensions
{
    /// <summary>
    /// The grains, their options and the codec of <c>Core</c>'s records. The silo brings the stores (<see cref="Storage.StorageServiceCollectionExtensions"/>),
    /// a grain storage called <see cref="GrainStorageNames.Grains"/>, a stream provider called <see cref="MeshStreams.Provider"/> and the bridge.
    /// </summary>
    public static ISiloBuilder AddQuantumMeshGrains(this ISiloBuilder builder, Action<GrainsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.AddQuantumMeshSerialization();
        OptionsBuilder<GrainsOptions> options = services.AddOptions<GrainsOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddSingleton<IValidateOptions<GrainsOptions>, GrainsOptionsValidator>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<GrainsOptions>>().Value);
        services.TryAddSingleton<ICrashPoints, ProcessCrashPoints>();
        services.TryAddSingleton<MemoryBudget>();
        services.TryAddSingleton<ComputePool>();
        services.TryAddSingleton<ProgramCache>();
        services.TryAddSingleton<MeshView>();
        services.TryAddSingleton<JobPlaces>();
        services.TryAddSingleton<AdmissionQueue>();
        services.TryAddSingleton<NodeObservations>();
        services.TryAddSingleton<ForgetQueue>();
        services.TryAddSingleton<Backoff>();
        services.TryAddSingleton<GrainsInstruments>();
        services.TryAddSingleton<PlannerSet>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlanner, CostPlanner>());
        services.TryAddSingleton<JobServices>();
        services.TryAddSingleton<JobDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<JobDrain>());
        services.AddSingleton(provider => new JobPathWarmUp(provider.GetRequiredService<JobServices>(), provider.GetRequiredService<ILogger<JobPathWarmUp>>()));
        services.AddHostedService(provider => provider.GetRequiredService<JobPathWarmUp>());
        services.AddSingleton<MeshSiloService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<MeshSiloService>());
        return builder;
    }
}
