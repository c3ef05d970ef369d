using System.Collections.Immutable;
using System.Text;
using Orleans.QuantumMesh.Core.Planning;
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
        ResultRequest request = RequestOf(job.Program, job.Plan, records, job.Submission, state, job.Services.Limits);
        try
        {
            return await job.Services.Compute.Heavy(
                job.Bytes,
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

    /// <summary>What a job's result is computed from.</summary>
    public static ResultRequest RequestOf(
        ParsedProgram program, ExecutionPlan plan, ImmutableArray<FragmentRecord> records, JobSubmission submission, JobMachineState state, EngineLimits limits) => new()
        {
            Program = program.Program,
            Plan = plan,
            Fragments = records,
            Shots = submission.Shots,
            Seed = submission.Seed,
            NoiseShots = state.NoiseShots,
            Engine = EngineChoice.Of(submission),
            Options = new ResultOptions { MaximumStateBytes = limits.MaximumBytes },
            Limits = limits,
            Warnings = [.. state.Warnings],
        };
}
