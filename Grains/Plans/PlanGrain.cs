using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Storage;

namespace Orleans.QuantumMesh.Grains;

/// <summary>A plan as its job's planning committed it; it never changes.</summary>
internal sealed class PlanGrain(IReadModels readModels, IGrainContext context) : Grain, IPlanGrain
{
    private readonly string planId = context.GrainId.Key.ToString()!;
    private string? owner;
    private JsonDocumentText? document;

    public async Task<Outcome<JsonDocumentText>> Get(Caller caller)
    {
        if (document is null
            && await readModels.GetPlanAsync(planId) is { } row
            && await readModels.GetJobAsync(row.JobId) is { } job)
        {
            owner = job.Owner;
            document = new JsonDocumentText(PlanJson.Write(PlanDocuments.Read(row.Document)));
        }

        return document is null || (!caller.IsOperator && caller.Owner != owner)
            ? Problem.NotFound($"There is no plan {planId}.")
            : document;
    }
}
