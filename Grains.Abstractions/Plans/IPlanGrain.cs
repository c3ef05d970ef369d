namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>An immutable plan with its explanation, keyed <c>plan-…</c>.</summary>
[Alias("qmesh.plan")]
public interface IPlanGrain : IGrainWithStringKey
{
    /// <summary>The plan in the shape of <c>GET /plans/{plan_id}</c>.</summary>
    [Alias("get")]
    Task<Outcome<JsonDocumentText>> Get(Caller caller);
}
