namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Samples outcomes of a listed distribution as NumPy does: <c>searchsorted(cumsum(p) / cumsum(p)[-1], default_rng(seed).random(shots), side="right")</c>.</summary>
public static class JointSampling
{
    /// <summary>The outcome of each shot, as an index into the probabilities.</summary>
    public static int[] Outcomes(ReadOnlySpan<double> probabilities, int shots, UInt128 seed)
    {
        var cumulative = new double[probabilities.Length];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += probabilities[i];
        }

        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] /= sum;
        }

        // For each stretch of [0, 1) the first outcome whose sum is above its start, so that a search is a step or two.
        var stretches = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Math.Min(cumulative.Length, shots), 1, 1 << 20));
        var first = new int[stretches];
        for (int stretch = 0, outcome = 0; stretch < stretches; stretch++)
        {
            while (outcome < cumulative.Length - 1 && cumulative[outcome] <= (double)stretch / stretches)
            {
                outcome++;
            }

            first[stretch] = outcome;
        }

        var generator = new Pcg64(seed);
        var outcomes = new int[shots];
        for (var shot = 0; shot < shots; shot++)
        {
            var value = generator.NextDouble();
            var stretch = (int)(value * stretches);
            outcomes[shot] = FirstAbove(cumulative, value, first[stretch], stretch + 1 < stretches ? first[stretch + 1] : cumulative.Length - 1);
        }

        return outcomes;
    }

    private static int FirstAbove(double[] cumulative, double value, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (cumulative[middle] > value)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
