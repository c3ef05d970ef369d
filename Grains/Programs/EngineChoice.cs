using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What a submission asks of the engine.</summary>
internal static class EngineChoice
{
    public static EngineOptions Of(JobSubmission submission) => new()
    {
        Precision = submission.Precision == "single" ? Precision.Single : Precision.Double,
        Method = submission.Method switch
        {
            "statevector" => SimulationMethod.Statevector,
            "stabilizer" => SimulationMethod.Stabilizer,
            _ => SimulationMethod.Auto,
        },
    };
}
