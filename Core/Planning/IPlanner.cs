using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>A way of laying a program out over nodes: a pure function of its arguments.</summary>
public interface IPlanner
{
    /// <summary>The name that a submission's <c>planner</c> field picks it by.</summary>
    string Name { get; }

    /// <summary>The plan (without <see cref="ExecutionPlan.PlanId"/>), or what stands in its way.</summary>
    PlanOutcome Plan(CircuitProgram program, MeshSnapshot snapshot, PlanningOptions options);
}
