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

        var generator = new Pcg64(seed);
        var outcomes = new int[shots];
        for (var shot = 0; shot < shots; shot++)
        {
            outcomes[shot] = FirstAbove(cumulative, generator.NextDouble());
        }

        return outcomes;
    }

    private static int FirstAbove(double[] cumulative, double value)
    {
        int low = 0, high = cumulative.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
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
