using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains;

/// <summary>The planners of a silo, by the name that a submission picks them by.</summary>
public sealed class PlannerSet(IEnumerable<IPlanner> planners)
{
    private readonly Dictionary<string, IPlanner> byName = planners.ToDictionary(planner => planner.Name, StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The planner, or <see langword="null"/>.</summary>
    public IPlanner? Find(string name) => byName.GetValueOrDefault(name);
}
