using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Adds the grains to a silo.</summary>
public static class QuantumMeshSiloBuilderExtensions
{
    /// <summary>
    /// The grains, their options, the codec of <c>Core</c>'s records and the stream of job updates. The silo brings the stores
    /// (<see cref="Storage.IStorage"/>), a grain storage called <see cref="GrainStorageNames.Grains"/> and the bridge.
    /// </summary>
    public static ISiloBuilder AddQuantumMeshGrains(this ISiloBuilder builder, Action<GrainsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQuantumMeshSerialization();
        OptionsBuilder<GrainsOptions> options = builder.Services.AddOptions<GrainsOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.AddSingleton<IValidateOptions<GrainsOptions>, GrainsOptionsValidator>();
        builder.Services.TryAddSingleton(services => services.GetRequiredService<IOptions<GrainsOptions>>().Value);
        builder.Services.TryAddSingleton<ICrashPoints, ProcessCrashPoints>();
        return builder;
    }
}
