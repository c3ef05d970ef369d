using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Samples the terminal measurements of a branch, shot by shot, without a pass over the state for each.</summary>
internal static class TailSampling
{
    private const int Batch = 1024;

    /// <summary>Adds every shot of a branch at the tail to a tally.</summary>
    public static void Sample(CompiledProgram program, Branch branch, Chance chance, OutcomeTally tally)
    {
        foreach (var operation in program.Tail)
        {
            chance.Require(operation, []);
        }

        var steps = program.Tail
            .Where(operation => operation.Condition is null || operation.Condition.Evaluate(branch.Memory).IsTrue)
            .ToArray();
        if (steps.Length == 0)
        {
            tally.Add(branch.Outcomes, branch.Memory.Bits, branch.Shots.Length);
            return;
        }

        var sampler = branch.State.Outcomes(Array.ConvertAll(Array.FindAll(steps, step => step is MeasureOperation), step => step.Qubits[0]));
        var outcomes = (sbyte[])branch.Outcomes.Clone();
        var bits = branch.Memory.Bits.ToArray();
        var doubles = new double[steps.Length][];
        var flips = Array.ConvertAll(steps, step => step is MeasureOperation ? chance.FlippedShots(step, []).ToArray() : []);
        for (var start = 0; start < branch.Shots.Length; start += Batch)
        {
            var shots = branch.Shots.AsSpan(start, Math.Min(Batch, branch.Shots.Length - start));
            for (var step = 0; step < steps.Length; step++)
            {
                chance.Draw(steps[step], [], shots, doubles[step] ??= new double[Batch]);
            }

            for (var i = 0; i < shots.Length; i++)
            {
                sampler.Reset();
                for (var step = 0; step < steps.Length; step++)
                {
                    if (steps[step] is not MeasureOperation measure)
                    {
                        continue;
                    }

                    var inverted = branch.Frames is { } carried && carried.Inverts(measure.Qubits[0], start + i);
                    var zero = sampler.ProbabilityOfZero();
                    var outcome = doubles[step][i] >= (inverted ? 1 - zero : zero);
                    sampler.Take(outcome != inverted);
                    if (flips[step].Length > 0 && Array.BinarySearch(flips[step], shots[i]) >= 0)
                    {
                        outcome = !outcome;
                        chance.Flipped(1);
                    }

                    outcomes[measure.Qubits[0]] = (sbyte)(outcome ? 1 : 0);
                    bits[measure.Bit] = outcome;
                }

                tally.Add(outcomes, bits, 1);
            }
        }
    }
}
