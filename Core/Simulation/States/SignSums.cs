namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Σ p(x) (−1)^(x_i) and Σ p(x) (−1)^(x_i + x_j) of a distribution that comes in blocks: a block holds all values of the inner bits, its number is the value of the outer ones.
/// </summary>
internal sealed class SignSums
{
    private readonly int[] inner;
    private readonly int[] outer;
    private readonly double[] total;
    private readonly double[][] blocks;

    /// <summary>Sums of nothing yet; bit k of a place in a block is <paramref name="inner"/>[k], bit k of its number is <paramref name="outer"/>[k].</summary>
    public SignSums(int[] inner, int[] outer, bool pairs)
        : this(inner, outer, new double[outer.Length == 0 ? 0 : pairs ? inner.Length + 1 : 1][])
    {
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new double[1L << outer.Length];
        }
    }

    private SignSums(int[] inner, int[] outer, double[][] blocks)
    {
        this.inner = inner;
        this.outer = outer;
        this.blocks = blocks;
        total = new double[1L << inner.Length];
    }

    /// <summary>Sums that other blocks can be added to at the same time, until they are absorbed.</summary>
    public SignSums Part() => new(inner, outer, blocks);

    /// <summary>Takes over what was added to a part.</summary>
    public void Absorb(SignSums part) => VectorSums.AddTo(total, part.total);

    /// <summary>Adds a block, which is used up.</summary>
    public void Add(Span<double> block, long number)
    {
        if (blocks.Length < 2 || inner.Length < 3)
        {
            var sum = VectorSums.AddTo(total, block);
            if (blocks.Length > 0)
            {
                blocks[^1][number] = sum;
            }

            for (var bit = inner.Length - 1; bit >= 0 && blocks.Length > 1; bit--)
            {
                blocks[bit][number] = VectorSums.Fold(block[..(1 << bit)], block.Slice(1 << bit, 1 << bit));
            }

            return;
        }

        AddFolded(block, number, VectorSums.AddAndFold(total, block));
    }

    /// <summary>Sums over all blocks by place, which a block's own may be added to, where it is then to be given to <see cref="AddFolded"/>.</summary>
    public Span<double> Total => total;

    /// <summary>Adds a block that was added to the total and whose two highest bits were folded, with their sums; what is left stands in its first quarter. Only for pairs.</summary>
    public void AddFolded(Span<double> block, long number, (double Highest, double Second) sums)
    {
        var quarter = total.Length / 4;
        (blocks[inner.Length - 1][number], blocks[inner.Length - 2][number]) = sums;
        for (var bit = inner.Length - 3; bit >= 0; bit--)
        {
            quarter /= 2;
            blocks[bit][number] = VectorSums.Fold(block[..quarter], block.Slice(quarter, quarter));
        }

        blocks[^1][number] = block[0];
    }

    /// <summary>Gives the sums, each multiplied by a scale, by bits; the sums are used up.</summary>
    public void Finish(double scale, double[] single, double[,]? pairs)
    {
        var scratch = new double[Math.Max(total.Length, 1 << outer.Length)];
        Fold(total, scratch, inner, scale, single, pairs);
        if (blocks.Length == 0)
        {
            return;
        }

        for (var bit = 0; bit < blocks.Length - 1 && pairs is not null; bit++)
        {
            var sums = blocks[bit];
            for (var other = outer.Length - 1; other >= 0; other--)
            {
                var half = 1 << other;
                pairs[Math.Min(inner[bit], outer[other]), Math.Max(inner[bit], outer[other])] = scale * VectorSums.Fold(sums.AsSpan(0, half), sums.AsSpan(half, half));
            }
        }

        Fold(blocks[^1], scratch, outer, scale, single, pairs);
    }

    /// <summary>The highest bit is folded into sum and difference, and so on.</summary>
    private static void Fold(double[] p, double[] difference, int[] bits, double scale, double[] single, double[,]? pairs)
    {
        for (var bit = bits.Length - 1; bit >= 0; bit--)
        {
            var half = 1 << bit;
            if (pairs is null)
            {
                single[bits[bit]] = scale * VectorSums.Fold(p.AsSpan(0, half), p.AsSpan(half, half));
                continue;
            }

            single[bits[bit]] = scale * VectorSums.Fold(p.AsSpan(0, half), p.AsSpan(half, half), difference.AsSpan(0, half));
            for (var other = bit - 1; other >= 0; other--)
            {
                var quarter = 1 << other;
                pairs[Math.Min(bits[bit], bits[other]), Math.Max(bits[bit], bits[other])] = scale * VectorSums.Fold(difference.AsSpan(0, quarter), difference.AsSpan(quarter, quarter));
            }
        }
    }
}
