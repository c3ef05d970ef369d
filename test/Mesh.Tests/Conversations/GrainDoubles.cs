using System.Collections.Concurrent;
using System.Reflection;

using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Tests.Conversations;

/// <summary>Stands in for a cluster: each grain interface is played by a handler that gets key, method and arguments.</summary>
public class GrainDoubles : DispatchProxy
{
    private readonly ConcurrentDictionary<(Type, string), object> _grains = new();

    public ConcurrentQueue<NodeAdvertisement> Advertisements { get; } = new();

    public ConcurrentQueue<NodeHeartbeat> Heartbeats { get; } = new();

    /// <summary>Answers calls of other grains: key, method name, arguments.</summary>
    public Func<string, string, object?[], Task>? Answer { get; set; }

    public static (IGrainFactory Factory, GrainDoubles Doubles) Create()
    {
        IGrainFactory factory = Create<IGrainFactory, GrainDoubles>();
        return (factory, (GrainDoubles)(object)factory);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Type grain = targetMethod!.GetGenericArguments()[0];
        string key = args![0]!.ToString()!;
        return _grains.GetOrAdd((grain, key), _ =>
        {
            object made = typeof(DispatchProxy).GetMethod(nameof(Create), 2, [])!.MakeGenericMethod(grain, typeof(Double)).Invoke(null, null)!;
            ((Double)made).Attach(this, key);
            return made;
        });
    }

    private Task Handle(string key, MethodInfo method, object?[] args)
    {
        switch (method.Name)
        {
            case nameof(IServiceNodeGrain.Advertise):
                Advertisements.Enqueue((NodeAdvertisement)args[0]!);
                return Task.CompletedTask;
            case nameof(IServiceRegistryGrain.Heartbeats):
                foreach (NodeHeartbeat heartbeat in (IReadOnlyList<NodeHeartbeat>)args[0]!)
                {
                    Heartbeats.Enqueue(heartbeat);
                }

                return Task.CompletedTask;
            default:
                return Answer?.Invoke(key, method.Name, args) ?? throw new InvalidOperationException($"nobody plays {method.Name}");
        }
    }

    public class Double : DispatchProxy
    {
        private GrainDoubles? _owner;
        private string _key = "";

        internal void Attach(GrainDoubles owner, string key) => (_owner, _key) = (owner, key);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _owner!.Handle(_key, targetMethod!, args ?? []);
    }
}
