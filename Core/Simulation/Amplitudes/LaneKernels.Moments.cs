using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What moments of a block are made from: squares, and products of amplitudes that differ in one bit.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    /// <summary>The bit of the amplitude's index that each bit of a place in two vectors' squares stands for.</summary>
    private static readonly int[] SquareOrder = FindSquareOrder();

    public override int SquarePlace(int bit, int qubits) => qubits > LaneBits && bit < SquareOrder.Length ? SquareOrder[bit] : bit;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Squares(void* amplitudes, Span<double> squares)
    {
        var data = (TElement*)amplitudes;
        if (squares.Length < 2 * Step)
        {
            Probabilities(amplitudes, squares);
            return;
        }

        fixed (double* start = squares)
        {
            var target = start;
            var parts = stackalloc TElement[VectorElements];
            for (long left = squares.Length; left > 0; left -= VectorElements)
            {
                var first = TLanes.Load(data);
                var second = TLanes.Load(data + VectorElements);
                var reals = TLanes.Reals(first, second);
                var imaginaries = TLanes.Imaginaries(first, second);
                var value = TLanes.MultiplyAdd(reals, reals, TLanes.Multiply(imaginaries, imaginaries));
                if (typeof(TElement) == typeof(double))
                {
                    TLanes.Store((TElement*)target, value);
                }
                else
                {
                    TLanes.Store(parts, value);
                    for (var i = 0; i < VectorElements; i++)
                    {
                        target[i] = double.CreateTruncating(parts[i]);
                    }
                }

                data += 2 * VectorElements;
                target += VectorElements;
            }
        }
    }

    public override void Exchanges(void* amplitudes, int qubits, int first, bool imaginaryOnly, Span<Complex> sums)
    {
        var data = (TElement*)amplitudes;
        var group = stackalloc Complex[3];
        while (first < qubits)
        {
            int count;
            if (first < LaneBits)
            {
                count = Math.Min(2, LaneBits - first);
                ExchangeWithin(data, qubits, first, count, group);
            }
            else
            {
                count = first + 3 <= qubits ? 3 : 1;
                if (count == 1)
                {
                    group[0] = ExchangeOne(data, qubits, first);
                }
                else if (imaginaryOnly)
                {
                    ExchangeThree<ImaginaryPart>(data, qubits, first, group);
                }
                else
                {
                    ExchangeThree<BothParts>(data, qubits, first, group);
                }
            }

            for (var i = 0; i < count; i++)
            {
                sums[first + i] += group[i];
            }

            first += count;
        }
    }

    public override void Gather(void* source, long stride, int rowBits, int widthBits, void* destination)
    {
        var target = (TElement*)destination;
        for (long row = 0; row < 1L << rowBits; row++)
        {
            var from = (TElement*)source + (2 * row * stride);
            for (long i = 0; i < 2L << widthBits; i += VectorElements)
            {
                TLanes.Store(target + i, TLanes.Load(from + i));
            }

            target += 2L << widthBits;
        }
    }

    /// <summary>One or two bits of a vector's own places; each product stands there twice, so that half of them are taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExchangeWithin(TElement* data, int qubits, int bit, int count, Complex* sums)
    {
        var permutation0 = Exchanged(bit);
        var permutation1 = Exchanged(bit + count - 1);
        TLanes real0 = default, real1 = default, crossed0 = default, crossed1 = default;
        for (long i = 0; i < 2L << qubits; i += VectorElements)
        {
            var a = TLanes.Load(data + i);
            var swapped = TLanes.SwapParts(a);
            var b = TLanes.Permute(a, permutation0);
            real0 = TLanes.MultiplyAdd(a, b, real0);
            crossed0 = TLanes.MultiplyAdd(swapped, b, crossed0);
            b = TLanes.Permute(a, permutation1);
            real1 = TLanes.MultiplyAdd(a, b, real1);
            crossed1 = TLanes.MultiplyAdd(swapped, b, crossed1);
        }

        // Here the parts of the first number are exchanged, so that the sign turns.
        var lower = TLanes.Mask(~LanesWith(bit));
        sums[0] = Complex.Conjugate(Sums(TLanes.Select(lower, real0, default), TLanes.Select(lower, crossed0, default)));
        lower = TLanes.Mask(~LanesWith(bit + count - 1));
        sums[count - 1] = Complex.Conjugate(Sums(TLanes.Select(lower, real1, default), TLanes.Select(lower, crossed1, default)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Complex ExchangeOne(TElement* data, int qubits, int bit)
    {
        TLanes real = default, crossed = default;
        var offset = 2L << bit;
        for (long start = 0; start < 2L << qubits; start += 2 * offset)
        {
            for (var i = start; i < start + offset; i += VectorElements)
            {
                var a = TLanes.Load(data + i);
                var b = TLanes.Load(data + i + offset);
                real = TLanes.MultiplyAdd(a, b, real);
                crossed = TLanes.MultiplyAdd(a, TLanes.SwapParts(b), crossed);
            }
        }

        return Sums(real, crossed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExchangeThree<TParts>(TElement* data, int qubits, int bit, Complex* sums)
    {
        TLanes real0 = default, real1 = default, real2 = default, crossed0 = default, crossed1 = default, crossed2 = default;
        var fixedMask = (7L << (bit + 1)) | (uint)(VectorElements - 1);
        var offset = 2L << bit;
        long index = 0;
        for (var count = (1L << (qubits - 3)) / Step; count > 0; count--)
        {
            var p = data + index;
            var a0 = TLanes.Load(p);
            var a1 = TLanes.Load(p + offset);
            var a2 = TLanes.Load(p + (2 * offset));
            var a3 = TLanes.Load(p + (3 * offset));
            var a4 = TLanes.Load(p + (4 * offset));
            var a5 = TLanes.Load(p + (5 * offset));
            var a6 = TLanes.Load(p + (6 * offset));
            var a7 = TLanes.Load(p + (7 * offset));
            if (typeof(TParts) == typeof(BothParts))
            {
                real0 = TLanes.MultiplyAdd(a0, a1, real0);
                real1 = TLanes.MultiplyAdd(a0, a2, real1);
                real2 = TLanes.MultiplyAdd(a0, a4, real2);
                real0 = TLanes.MultiplyAdd(a2, a3, real0);
                real1 = TLanes.MultiplyAdd(a1, a3, real1);
                real2 = TLanes.MultiplyAdd(a1, a5, real2);
                real0 = TLanes.MultiplyAdd(a4, a5, real0);
                real1 = TLanes.MultiplyAdd(a4, a6, real1);
                real2 = TLanes.MultiplyAdd(a2, a6, real2);
                real0 = TLanes.MultiplyAdd(a6, a7, real0);
                real1 = TLanes.MultiplyAdd(a5, a7, real1);
                real2 = TLanes.MultiplyAdd(a3, a7, real2);
            }

            var b = TLanes.SwapParts(a1);
            crossed0 = TLanes.MultiplyAdd(a0, b, crossed0);
            b = TLanes.SwapParts(a2);
            crossed1 = TLanes.MultiplyAdd(a0, b, crossed1);
            b = TLanes.SwapParts(a4);
            crossed2 = TLanes.MultiplyAdd(a0, b, crossed2);
            b = TLanes.SwapParts(a3);
            crossed0 = TLanes.MultiplyAdd(a2, b, crossed0);
            crossed1 = TLanes.MultiplyAdd(a1, b, crossed1);
            b = TLanes.SwapParts(a5);
            crossed0 = TLanes.MultiplyAdd(a4, b, crossed0);
            crossed2 = TLanes.MultiplyAdd(a1, b, crossed2);
            b = TLanes.SwapParts(a6);
            crossed1 = TLanes.MultiplyAdd(a4, b, crossed1);
            crossed2 = TLanes.MultiplyAdd(a2, b, crossed2);
            b = TLanes.SwapParts(a7);
            crossed0 = TLanes.MultiplyAdd(a6, b, crossed0);
            crossed1 = TLanes.MultiplyAdd(a5, b, crossed1);
            crossed2 = TLanes.MultiplyAdd(a3, b, crossed2);
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }

        sums[0] = Sums(real0, crossed0);
        sums[1] = Sums(real1, crossed1);
        sums[2] = Sums(real2, crossed2);
    }

    /// <summary>Σ conj(a)·b, from a·b and from a·b with b's parts exchanged.</summary>
    private static Complex Sums(TLanes real, TLanes crossed) => new(TLanes.Sum(real), TLanes.Sum(TLanes.Multiply(crossed, Alternating(-1))));

    /// <summary>The permutation that exchanges the numbers of a vector that differ in a bit of their place.</summary>
    private static TLanes Exchanged(int bit)
    {
        Span<int> places = stackalloc int[Step];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i ^ (1 << bit);
        }

        return TLanes.Permutation(places);
    }

    private static int[] FindSquareOrder()
    {
        var numbers = stackalloc TElement[2 * VectorElements];
        for (var i = 0; i < VectorElements; i++)
        {
            numbers[2 * i] = TElement.CreateTruncating(i);
            numbers[(2 * i) + 1] = TElement.Zero;
        }

        var places = stackalloc TElement[VectorElements];
        TLanes.Store(places, TLanes.Reals(TLanes.Load(numbers), TLanes.Load(numbers + VectorElements)));
        var order = new int[BitOperations.Log2((uint)VectorElements)];
        for (var bit = 0; bit < order.Length; bit++)
        {
            order[bit] = BitOperations.Log2(uint.CreateTruncating(places[1 << bit]));
        }

        return order;
    }

    private readonly struct BothParts;

    private readonly struct ImaginaryPart;
}
