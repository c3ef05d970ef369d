using System.Collections.Immutable;
using System.Text;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Computes a job's result from what the journal holds, off the grain's turn.</summary>
internal sealed class ResultAssembler(JobContext job)
{
    /// <summary>The whole <c>result</c> document as JSON text.</summary>
    /// <exception cref="JobFailureException">The recorded answers give no result, for a reason that the client is told.</exception>
    public async Task<string> BuildAsync(CancellationToken cancellationToken)
    {
        JobMachineState state = job.Log.Current;
        ImmutableArray<FragmentRecord> records = job.Lead.Records();
        var request = new ResultRequest
        {
            Program = job.Program.Program,
            Plan = job.Plan,
            Fragments = records,
            Shots = job.Submission.Shots,
            Seed = job.Submission.Seed,
            NoiseShots = state.NoiseShots,
            Engine = EngineChoice.Of(job.Submission),
            Options = new ResultOptions { MaximumStateBytes = job.Services.Options.Engine.MaximumBytes },
            Limits = job.Services.Options.Engine,
            Warnings = [.. state.Warnings],
        };
        try
        {
            return await job.Services.Compute.Heavy(
                stop => Encoding.UTF8.GetString(FragmentResultsJson.Write(state, job.Plan, job.Program, QuantumResultJson.Serialize(ResultBuilder.Build(request, stop)))),
                cancellationToken);
        }
        catch (LoopBoundException error)
        {
            throw new JobFailureException(error.Message, error);
        }
        catch (FoldException error)
        {
            throw new JobFailureException($"The recorded answers give no result: {error.Message}", error);
        }
    }
}
