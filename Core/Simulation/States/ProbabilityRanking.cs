using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// The most probable outcomes of a distribution that is read once, in ascending order of outcomes: by probability rounded to 12 decimals, ties to the lower outcome.
/// Outcomes of at most 1e-12 are none.
/// </summary>
internal sealed class ProbabilityRanking
{
    private const double Negligible = 1e-12;

    /// <summary>Slightly less than half a unit of the twelfth decimal: nothing below it is rounded up.</summary>
    private const double Margin = 0.49999e-12;

    private readonly int maximum;
    private readonly int room;
    private readonly List<(long Outcome, double Probability, double Rounded)> kept = [];
    private double bar = Negligible;

    /// <summary>A ranking of at most that many outcomes.</summary>
    public ProbabilityRanking(int maximum)
    {
        this.maximum = maximum;
        room = Math.Max(64, 4 * maximum);
    }

    /// <summary>How many outcomes were above 1e-12.</summary>
    public long Count { get; private set; }

    /// <summary>The least probable of them; 1 where there is none.</summary>
    public double Smallest { get; private set; } = 1;

    /// <summary>What the most probable outcomes of a whole vector are.</summary>
    public static ProbabilityRanking Of(Statevector vector, int maximum)
    {
        const int blockBits = 11;
        var blocks = Math.Max(1, vector.Length >> blockBits);
        var parts = vector.QubitCount < 15 ? 1 : (int)Math.Min(blocks, Math.Max(1, vector.Options.Threads));
        var rankings = new ProbabilityRanking[parts];
        Passes.Run(parts, blocks, (part, from, to) =>
        {
            var ranking = rankings[part] = new ProbabilityRanking(maximum);
            var squares = new double[Math.Min(vector.Length, 1 << blockBits)];
            for (var block = from; block < to; block++)
            {
                ranking.ReadBlock(vector, block * squares.Length, squares);
            }
        }, vector.Options.Cancellation);
        for (var part = 1; part < parts; part++)
        {
            rankings[0].Absorb(rankings[part]);
        }

        GC.KeepAlive(vector);
        return rankings[0];
    }

    /// <summary>Reads the next outcomes.</summary>
    public void Read(ReadOnlySpan<double> probabilities, long first)
    {
        Survey(probabilities);
        Take(probabilities, first);
    }

    /// <summary>The outcomes, ascending, and their probabilities.</summary>
    public (long[] Outcomes, double[] Probabilities) Best()
    {
        Cut();
        return ([.. kept.Select(entry => entry.Outcome)], [.. kept.Select(entry => entry.Probability)]);
    }

    private unsafe void ReadBlock(Statevector vector, long first, double[] squares)
    {
        vector.Options.Cancellation.ThrowIfCancellationRequested();
        var source = (byte*)vector.Pointer + (first * vector.Kernels.ElementBytes);
        vector.Kernels.Squares(source, squares);
        Survey(squares);
        if (CountAbove(squares, bar) > 0)
        {
            vector.Kernels.Probabilities(source, squares);
            Take(squares, first);
        }
    }

    private void Take(ReadOnlySpan<double> probabilities, long first)
    {
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > bar)
            {
                kept.Add((first + i, probabilities[i], Math.Round(probabilities[i], 12)));
                if (kept.Count >= room)
                {
                    Cut();
                }
            }
        }
    }

    /// <summary>Takes over what another ranking read of later outcomes.</summary>
    private void Absorb(ProbabilityRanking later)
    {
        Count += later.Count;
        Smallest = Math.Min(Smallest, later.Smallest);
        kept.AddRange(later.kept);
    }

    /// <summary>Keeps the best, and raises the bar.</summary>
    private void Cut()
    {
        if (kept.Count <= maximum)
        {
            return;
        }

        var entries = CollectionsMarshal.AsSpan(kept);
        var values = new double[entries.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = entries[i].Rounded;
        }

        var least = Largest(values, maximum);
        var spare = maximum;
        foreach (ref readonly var entry in entries)
        {
            spare -= entry.Rounded > least ? 1 : 0;
        }

        var next = 0;
        foreach (ref readonly var entry in entries)
        {
            if (entry.Rounded > least || (entry.Rounded == least && spare-- > 0))
            {
                entries[next++] = entry;
            }
        }

        kept.RemoveRange(next, kept.Count - next);
        bar = Math.Max(Negligible, least + Margin);
    }

    /// <summary>Counts what isn't negligible, and notes the least of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Survey(ReadOnlySpan<double> values)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        var bars = new Vector<double>(Negligible);
        var least = new Vector<double>(Smallest);
        Vector<long> counts = default;
        foreach (var value in wide)
        {
            var above = Vector.GreaterThan(value, bars);
            counts -= above;
            least = Vector.ConditionalSelect(above, Vector.Min(value, least), least);
        }

        Count += Vector.Sum(counts);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            Smallest = Math.Min(Smallest, least[lane]);
        }

        foreach (var value in values[(wide.Length * Vector<double>.Count)..])
        {
            Count += value > Negligible ? 1 : 0;
            Smallest = value > Negligible ? Math.Min(Smallest, value) : Smallest;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountAbove(ReadOnlySpan<double> values, double bar)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        var bars = new Vector<double>(bar);
        Vector<long> counts = default;
        foreach (var value in wide)
        {
            counts -= Vector.GreaterThan(value, bars);
        }

        var count = Vector.Sum(counts);
        foreach (var value in values[(wide.Length * Vector<double>.Count)..])
        {
            count += value > bar ? 1 : 0;
        }

        return count;
    }

    /// <summary>The k-th largest value (quickselect); the array is reordered.</summary>
    private static double Largest(double[] values, int k)
    {
        int low = 0, high = values.Length - 1;
        var target = values.Length - k;
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                {
                    left++;
                }

                while (values[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            if (target <= right)
            {
                high = right;
            }
            else if (target >= left)
            {
                low = left;
            }
            else
            {
                break;
            }
        }

        return values[target];
    }
}
