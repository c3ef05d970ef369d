using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of all bits of a vector and ⟨XX⟩, ⟨ZZ⟩ of all pairs, in two passes: rows of the lowest bits, then columns of the others. X and Y are products of amplitudes
/// that differ in one bit; the pairs are read off the distributions in the bases of Z and of X.
/// </summary>
internal sealed unsafe class PauliMoments
{
    private const int RowBits = 11;
    private const int MostRowBits = 13;
    private const int ColumnBits = 14;
    private const int SmallestThreadedBits = 15;

    private readonly Statevector vector;
    private readonly bool bloch;
    private readonly bool pairs;
    private readonly int rowBits;
    private readonly int threads;
    private readonly CancellationToken cancellation;
    private readonly Lock gate = new();
    private readonly Complex[] exchanges;

    private PauliMoments(Statevector vector, bool bloch, bool pairs)
    {
        this.vector = vector;
        this.bloch = bloch;
        this.pairs = pairs;
        var bits = vector.QubitCount;
        rowBits = Math.Min(bits, Math.Clamp((bits + 1) / 2, RowBits, MostRowBits));
        threads = bits < SmallestThreadedBits ? 1 : Math.Max(1, vector.Options.Threads);
        cancellation = vector.Options.Cancellation;
        exchanges = new Complex[bits];
        X = new double[bits];
        Y = new double[bits];
        Z = new double[bits];
        XX = new double[pairs ? bits : 0, bits];
        ZZ = new double[pairs ? bits : 0, bits];
    }

    public double[] X { get; }

    public double[] Y { get; }

    public double[] Z { get; }

    /// <summary>Entries [i, j] for i &lt; j; empty without pairs.</summary>
    public double[,] XX { get; }

    /// <summary>Entries [i, j] for i &lt; j; empty without pairs.</summary>
    public double[,] ZZ { get; }

    private int HighBits => vector.QubitCount - rowBits;

    /// <summary>The moments of a vector, which is left as it is; Y only with <paramref name="bloch"/>, ZZ and XX only with <paramref name="pairs"/>.</summary>
    public static PauliMoments Of(Statevector vector, bool bloch, bool pairs)
    {
        var moments = new PauliMoments(vector, bloch, pairs);
        using var turned = pairs ? Statevector.Unwritten(vector.Options, vector.QubitCount) : null;
        moments.Rows(turned);
        if (moments.HighBits > 0)
        {
            moments.Columns(turned);
        }

        for (var bit = 0; bit < vector.QubitCount; bit++)
        {
            moments.X[bit] = pairs ? moments.X[bit] : 2 * moments.exchanges[bit].Real;
            moments.Y[bit] = 2 * moments.exchanges[bit].Imaginary;
        }

        GC.KeepAlive(vector);
        return moments;
    }

    /// <summary>The distribution in the basis of Z, X and Y of the lowest bits, and these turned for what the columns are to do.</summary>
    private void Rows(Statevector? turned)
    {
        var kernels = vector.Kernels;
        var bytes = (long)kernels.ElementBytes << rowBits;
        var bits = Enumerable.Range(0, vector.QubitCount).ToArray();
        var inner = Array.ConvertAll(bits[..rowBits], bit => kernels.SquarePlace(bit, rowBits));
        var z = new SignSums(inner, bits[rowBits..], pairs);
        var x = turned is not null && HighBits == 0 ? new SignSums(inner, [], pairs) : null;
        Parallelly(1L << HighBits, (from, to) =>
        {
            var own = z.Part();
            var sums = new Complex[rowBits];
            using var exchanged = new ExchangeSums(kernels, rowBits);
            var squares = new double[1 << rowBits];
            for (var row = from; row < to; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                var source = (byte*)vector.Pointer + (row * bytes);
                if (bloch)
                {
                    exchanged.Add(source, 0, pairs);
                }

                kernels.Squares(source, squares);
                own.Add(squares, row);
                if (turned is not null)
                {
                    var target = (byte*)turned.Pointer + (row * bytes);
                    kernels.ToBasisOfX(source, target, rowBits, 0);
                    if (x is not null)
                    {
                        kernels.Squares(target, squares);
                        x.Add(squares, row);
                    }
                }
            }

            exchanged.Take(sums);
            Absorb(z, own, sums, 0, 1);
        });
        z.Finish(1, Z, pairs ? ZZ : null);
        x?.Finish(1.0 / vector.Length, X, XX);
    }

    /// <summary>X and Y of the highest bits, and the distribution in the basis of X: the lowest bits are turned already.</summary>
    private void Columns(Statevector? turned)
    {
        var kernels = vector.Kernels;
        var source = turned ?? vector;
        var width = Math.Min(rowBits, Math.Max(kernels.LaneBits, ColumnBits - HighBits));
        var columnBits = width + HighBits;
        var bytes = (nuint)kernels.ElementBytes << width;
        var bits = Enumerable.Range(0, vector.QubitCount).ToArray();
        int[] own = [.. bits[..width], .. bits[rowBits..]];
        var x = turned is null ? null : new SignSums([.. own.Select((_, place) => own[kernels.SquarePlace(place, columnBits)])], bits[width..rowBits], pairs);
        Parallelly(1L << (rowBits - width), (from, to) =>
        {
            var part = x?.Part();
            var sums = new Complex[columnBits];
            using var exchanged = new ExchangeSums(kernels, columnBits);
            var squares = new double[part is null ? 0 : 1 << columnBits];
            using var column = Statevector.Unwritten(vector.Options, columnBits);
            for (var number = from; number < to; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                kernels.Gather((byte*)source.Pointer + ((nuint)number * bytes), 1L << rowBits, HighBits, width, column.Pointer);
                if (bloch)
                {
                    exchanged.Add(column.Pointer, width, pairs);
                }

                if (part is not null)
                {
                    kernels.ToBasisOfX(column.Pointer, column.Pointer, columnBits, width);
                    kernels.Squares(column.Pointer, squares);
                    part.Add(squares, number);
                }
            }

            exchanged.Take(sums);
            Absorb(x, part, sums.AsSpan(width), rowBits, turned is null ? 1 : 1.0 / (1L << rowBits));
        });
        x?.Finish(1.0 / vector.Length, X, XX);
        GC.KeepAlive(source);
    }

    private void Absorb(SignSums? whole, SignSums? part, ReadOnlySpan<Complex> sums, int first, double scale)
    {
        lock (gate)
        {
            if (part is not null)
            {
                whole!.Absorb(part);
            }

            for (var i = 0; i < sums.Length; i++)
            {
                exchanges[first + i] += scale * sums[i];
            }
        }
    }

    private void Parallelly(long count, Action<long, long> run) =>
        Passes.Run((int)Math.Min(threads, count), count, (_, from, to) => run(from, to), cancellation);
}
