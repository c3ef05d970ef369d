using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// ⟨X⟩, ⟨Y⟩ and ⟨Z⟩ of all bits of a vector, which is read twice: row by row for the lowest bits, column by column for the others. X and Y are products of amplitudes that differ
/// in one bit.
/// </summary>
internal sealed unsafe class BlochMoments
{
    private const int FewestRowBits = 11;
    private const int MostRowBits = 15;
    private const int HighBitsSought = 9;

    /// <summary>A column is read several times, and in runs that are long enough to be fetched ahead; it fits a shared cache.</summary>
    private const int ColumnBits = 17;

    private readonly Statevector vector;
    private readonly int rowBits;
    private readonly SignSums z;
    private readonly Complex[] exchanges;
    private readonly Lock gate = new();

    private BlochMoments(Statevector vector)
    {
        this.vector = vector;
        rowBits = Math.Min(vector.QubitCount, Math.Clamp(vector.QubitCount - HighBitsSought, FewestRowBits, MostRowBits));
        int[] bits = [.. Enumerable.Range(0, vector.QubitCount)];
        z = new SignSums(Array.ConvertAll(bits[..rowBits], bit => vector.Kernels.SquarePlace(bit, rowBits)), bits[rowBits..], pairs: false);
        exchanges = new Complex[vector.QubitCount];
    }

    private int HighBits => vector.QubitCount - rowBits;

    /// <summary>The Bloch vectors of the bits, in order.</summary>
    public static BlochVector[] Of(Statevector vector)
    {
        var moments = new BlochMoments(vector);
        moments.ReadRows();
        if (moments.HighBits > 0)
        {
            moments.ReadColumns();
        }

        var z = new double[vector.QubitCount];
        moments.z.Finish(1, z, null);
        GC.KeepAlive(vector);
        return [.. z.Zip(moments.exchanges, (z, exchange) => new BlochVector(2 * exchange.Real, 2 * exchange.Imaginary, z))];
    }

    private void ReadRows()
    {
        var row = AmplitudeGrid.Block(rowBits);
        Passes.Over(vector, 1L << HighBits, (from, to) =>
        {
            var part = z.Part();
            using var exchanged = new ExchangeSums(vector.Kernels, row.Bits);
            var squares = new double[1L << rowBits];
            for (var number = from; number < to; number++)
            {
                vector.Options.Cancellation.ThrowIfCancellationRequested();
                var start = vector.At(number << rowBits);
                exchanged.Add(start, row, 0);
                vector.Kernels.Squares(start, squares);
                part.Add(squares, number);
            }

            lock (gate)
            {
                z.Absorb(part);
                exchanged.AddTo(exchanges);
            }
        });
    }

    private void ReadColumns()
    {
        var width = Math.Clamp(ColumnBits - HighBits, vector.Kernels.LaneBits, rowBits);
        var column = new AmplitudeGrid(width, 1L << rowBits, HighBits);
        Passes.Over(vector, 1L << (rowBits - width), (from, to) =>
        {
            using var exchanged = new ExchangeSums(vector.Kernels, column.Bits);
            for (var number = from; number < to; number++)
            {
                vector.Options.Cancellation.ThrowIfCancellationRequested();
                exchanged.Add(vector.At(number << width), column, width);
            }

            lock (gate)
            {
                exchanged.AddTo(exchanges.AsSpan(rowBits), width);
            }
        });
    }
}
