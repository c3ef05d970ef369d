namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// ⟨ZZ⟩ and ⟨XX⟩ of all pairs of bits of a vector, from its distributions in the bases of Z and of X. A large vector is turned into the basis of X in two halves, those of the
/// highest bit, so that half its memory is enough: row by row in the lowest bits, then column by column in the others.
/// </summary>
internal sealed unsafe class PairMoments
{
    private const int FewestRowBits = 11;
    private const int MostRowBits = 14;
    private const int HighBitsSought = 9;

    /// <summary>The highest bit divides the vector, and columns have three bits at least.</summary>
    private const int FewestHighBits = 4;

    private const int ColumnBits = 12;

    private readonly Statevector vector;
    private readonly AmplitudeKernels kernels;
    private readonly int[] bits;
    private readonly int rowBits;
    private readonly SignSums z;
    private readonly Lock gate = new();

    private PairMoments(Statevector vector)
    {
        this.vector = vector;
        kernels = vector.Kernels;
        bits = [.. Enumerable.Range(0, vector.QubitCount)];
        var sought = Math.Clamp(bits.Length - HighBitsSought, FewestRowBits, MostRowBits);
        rowBits = bits.Length <= sought ? bits.Length : Math.Min(sought, bits.Length - FewestHighBits);
        z = new SignSums(
            Array.ConvertAll(bits[..rowBits], bit => rowBits == bits.Length ? kernels.SquarePlace(bit, rowBits) : kernels.FoldedPlace(bit, rowBits)), bits[rowBits..], pairs: true);
        ZZ = new double[bits.Length, bits.Length];
        XX = new double[bits.Length, bits.Length];
    }

    /// <summary>Entries [i, j] for i &lt; j.</summary>
    public double[,] ZZ { get; }

    /// <summary>Entries [i, j] for i &lt; j.</summary>
    public double[,] XX { get; }

    /// <summary>The moments of a vector, which is left as it is.</summary>
    public static PairMoments Of(Statevector vector)
    {
        var moments = new PairMoments(vector);
        if (moments.rowBits == vector.QubitCount)
        {
            moments.ReadBlock();
        }
        else
        {
            moments.ReadHalves();
        }

        GC.KeepAlive(vector);
        return moments;
    }

    private void ReadBlock()
    {
        var squares = new double[vector.Length];
        kernels.Squares(vector.Pointer, squares);
        z.Add(squares, 0);
        using var turned = new PaddedRows(kernels, rowBits, 1);
        kernels.ToBasisOfX(vector.Pointer, null, 0, turned.Row(0), rowBits);
        kernels.Squares(turned.Row(0), squares);
        var x = new SignSums(Array.ConvertAll(bits, bit => kernels.SquarePlace(bit, rowBits)), [], pairs: true);
        x.Add(squares, 0);
        Finish(x);
    }

    private void ReadHalves()
    {
        var columnRows = bits.Length - rowBits - 1;
        using var turned = new PaddedRows(kernels, rowBits, 1L << columnRows);
        var width = Math.Clamp(ColumnBits - columnRows, kernels.LaneBits, rowBits);
        var column = new AmplitudeGrid(width, turned.Stride, columnRows);
        int[] own = [.. bits[..width], .. bits[rowBits..^1]];
        var x = new SignSums([.. own.Select((_, place) => own[kernels.TurnedPlace(place, column)])], [.. bits[width..rowBits], bits[^1]], pairs: true);
        foreach (var half in (int[])[0, 1])
        {
            TurnRows(half, turned);
            ReadColumns(half, turned, column, x);
        }

        Finish(x);
    }

    /// <summary>The rows of both halves, added or subtracted, into the basis of X; of the first time also their distribution in the basis of Z.</summary>
    private void TurnRows(int half, PaddedRows turned)
    {
        var rows = vector.Length >> (rowBits + 1);
        Passes.Over(vector, rows, (from, to) =>
        {
            var part = half == 0 ? z.Part() : null;
            var squares = new double[part is null ? 0 : 1L << rowBits];
            for (var number = from; number < to; number++)
            {
                vector.Options.Cancellation.ThrowIfCancellationRequested();
                var low = vector.At(number << rowBits);
                var high = vector.At((rows + number) << rowBits);
                if (part is not null)
                {
                    part.AddFolded(squares, number, kernels.FoldSquares(low, rowBits, part.Total, squares));
                    part.AddFolded(squares, rows + number, kernels.FoldSquares(high, rowBits, part.Total, squares));
                }

                kernels.ToBasisOfX(low, high, half == 0 ? 1 : -1, turned.Row(number), rowBits);
            }

            Absorb(z, part);
        });
    }

    private void ReadColumns(int half, PaddedRows turned, AmplitudeGrid column, SignSums x)
    {
        var columns = 1L << (rowBits - column.RunBits);
        Passes.Over(vector, columns, (from, to) =>
        {
            var part = x.Part();
            var squares = new double[1L << column.Bits];
            for (var number = from; number < to; number++)
            {
                vector.Options.Cancellation.ThrowIfCancellationRequested();
                var start = turned.Row(0) + (number * kernels.ElementBytes << column.RunBits);
                part.AddFolded(squares, (half * columns) + number, kernels.FoldTurnedSquares(start, column, part.Total, squares));
            }

            Absorb(x, part);
        });
    }

    private void Absorb(SignSums whole, SignSums? part)
    {
        if (part is not null)
        {
            lock (gate)
            {
                whole.Absorb(part);
            }
        }
    }

    private void Finish(SignSums x)
    {
        var single = new double[bits.Length];
        z.Finish(1, single, ZZ);
        x.Finish(1.0 / vector.Length, single, XX);
    }
}
