using System.Text.Json.Serialization.Metadata;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>
/// How plans are stored: what their candidates follow from once, not each score, which for a thousand fragments on a hundred nodes would be tens of megabytes.
/// A plan that was stored with its scores written out keeps them.
/// </summary>
internal static class StoredPlans
{
    public static void LeaveOutCandidates(JsonTypeInfo type)
    {
        if (type.Type == typeof(FragmentAssignment))
        {
            Unless(type, nameof(FragmentAssignment.Candidates), owner => IsDerived(((FragmentAssignment)owner).Candidates));
            Unless(type, nameof(FragmentAssignment.Refused), owner => IsDerived(((FragmentAssignment)owner).Candidates));
        }
        else if (type.Type == typeof(PlanBlock))
        {
            Unless(type, nameof(PlanBlock.Candidates), owner => IsDerived(((PlanBlock)owner).Candidates));
        }
    }

    // A planned fragment has a candidate at least: none are those of a plan as it was read.
    private static bool IsDerived(IReadOnlyList<CandidateScore> candidates) => candidates is CandidateList or { Count: 0 };

    private static void Unless(JsonTypeInfo type, string name, Func<object, bool> condition)
    {
        JsonPropertyInfo property = type.Properties.Single(candidate => candidate.AttributeProvider is System.Reflection.PropertyInfo declared && declared.Name == name);
        property.ShouldSerialize = (owner, _) => !condition(owner);
    }
}
