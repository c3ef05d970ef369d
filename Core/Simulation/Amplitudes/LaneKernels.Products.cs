using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Complex matrices on two targets, with three real products in place of four (Gauss): with A + iB on x + iy and
/// K = A(x + y), the real part is K − (A + B)y and the imaginary part K + (B − A)x.
/// </summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    private const int ProductRow = 12;

    private static int Row => ProductRow * VectorElements;

    /// <summary>Of each row, its index made of the targets in ascending order: A by column, −(A + B), B − A, each once.</summary>
    private static void PrepareProducts(LocalGate gate, TElement* coefficients)
    {
        var ascends = gate.Targets[0] < gate.Targets[1];
        for (var output = 0; output < 4; output++)
        {
            for (var input = 0; input < 4; input++)
            {
                var value = gate.Elements[(Index(output) * 4) + Index(input)];
                var cell = coefficients + (output * ProductRow) + input;
                cell[0] = TElement.CreateTruncating(value.Real);
                cell[4] = TElement.CreateTruncating(-(value.Real + value.Imaginary));
                cell[8] = TElement.CreateTruncating(value.Imaginary - value.Real);
            }
        }

        int Index(int row) => ascends ? row : ((row & 1) << 1) | (row >> 1);
    }

    /// <summary>What <see cref="ProductsMixedPair"/> takes, where no control is within the vector: two values a vector.</summary>
    private static void PrepareMixedProducts(LocalGate gate, int lowTarget, int lowPlace, TElement* coefficients)
    {
        var set = TLanes.Mask(LanesWith(lowTarget));
        for (var output = 0; output < 2; output++)
        {
            for (var input = 0; input < 4; input++)
            {
                // The input's upper bit is that of the high target; its lower one says whether the low target's changes.
                var rows = output << (1 - lowPlace);
                var columns = (input >> 1) << (1 - lowPlace);
                var zero = gate.Elements[(rows * 4) + (columns | ((input & 1) << lowPlace))];
                var one = gate.Elements[((rows | (1 << lowPlace)) * 4) + (columns | ((1 - (input & 1)) << lowPlace))];
                var cell = coefficients + (output * Row) + (input * VectorElements);
                TLanes.Store(cell, Both(zero.Real, one.Real));
                TLanes.Store(cell + (4 * VectorElements), Both(-(zero.Real + zero.Imaginary), -(one.Real + one.Imaginary)));
                TLanes.Store(cell + (8 * VectorElements), Both(zero.Imaginary - zero.Real, one.Imaginary - one.Real));
            }
        }

        TLanes Both(double zero, double one) => TLanes.Select(set, TLanes.Fill(TElement.CreateTruncating(one)), TLanes.Fill(TElement.CreateTruncating(zero)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsHighPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var c = (TElement*)gate.Coefficients;

        // Held in registers: a load is as dear as a product, and there are 32 registers.
        var k00 = TLanes.Fill(c[0]);
        var k01 = TLanes.Fill(c[1]);
        var k02 = TLanes.Fill(c[2]);
        var k03 = TLanes.Fill(c[3]);
        var k10 = TLanes.Fill(c[12]);
        var k11 = TLanes.Fill(c[13]);
        var k12 = TLanes.Fill(c[14]);
        var k13 = TLanes.Fill(c[15]);
        var k20 = TLanes.Fill(c[24]);
        var k21 = TLanes.Fill(c[25]);
        var k22 = TLanes.Fill(c[26]);
        var k23 = TLanes.Fill(c[27]);
        var fixedMask = gate.FixedMask;
        var ascends = gate.Offsets[1] < gate.Offsets[2];
        var offset1 = 2 * (ascends ? gate.Offsets[1] : gate.Offsets[2]);
        var offset2 = 2 * (ascends ? gate.Offsets[2] : gate.Offsets[1]);
        var offset3 = 2 * gate.Offsets[3];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count -= 2)
        {
            var first = data + (2 * index);
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var second = count > 1 ? data + (2 * index) : first;
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var (x0, y0) = Parted(TLanes.Load(first), TLanes.Load(second));
            var (x1, y1) = Parted(TLanes.Load(first + offset1), TLanes.Load(second + offset1));
            var (x2, y2) = Parted(TLanes.Load(first + offset2), TLanes.Load(second + offset2));
            var (x3, y3) = Parted(TLanes.Load(first + offset3), TLanes.Load(second + offset3));
            var z0 = TLanes.Add(x0, y0);
            var z1 = TLanes.Add(x1, y1);
            var z2 = TLanes.Add(x2, y2);
            var z3 = TLanes.Add(x3, y3);
            var (u, w) = PartsOf(c, Sum(z0, z1, z2, z3, k00, k01, k02, k03), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first, TLanes.First(u, w));
            TLanes.Store(second, TLanes.Second(u, w));
            (u, w) = PartsOf(c + ProductRow, Sum(z0, z1, z2, z3, k10, k11, k12, k13), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first + offset1, TLanes.First(u, w));
            TLanes.Store(second + offset1, TLanes.Second(u, w));
            (u, w) = PartsOf(c + (2 * ProductRow), Sum(z0, z1, z2, z3, k20, k21, k22, k23), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first + offset2, TLanes.First(u, w));
            TLanes.Store(second + offset2, TLanes.Second(u, w));
            (u, w) = PartsOf(c + (3 * ProductRow), Sum(c + (3 * ProductRow), z0, z1, z2, z3), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first + offset3, TLanes.First(u, w));
            TLanes.Store(second + offset3, TLanes.Second(u, w));
        }
    }

    /// <summary>
    /// One target within a vector: of each output, A by input and permutation, −(A + B), B − A, for each place of a vector. The parts of the numbers at one place of two
    /// vectors are side by side, so that what permutes numbers permutes parts of two vectors at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsMixedPair(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var permutation = TLanes.Load((TElement*)gate.Coefficients);
        var c = (TElement*)gate.Coefficients + VectorElements;
        var k00 = TLanes.Load(c);
        var k01 = TLanes.Load(c + VectorElements);
        var k02 = TLanes.Load(c + (2 * VectorElements));
        var k03 = TLanes.Load(c + (3 * VectorElements));
        var k10 = TLanes.Load(c + Row);
        var k11 = TLanes.Load(c + Row + VectorElements);
        var k12 = TLanes.Load(c + Row + (2 * VectorElements));
        var k13 = TLanes.Load(c + Row + (3 * VectorElements));
        var fixedMask = gate.FixedMask;
        var offset = 2 * gate.Offsets[1];
        data += 2 * gate.FixedValue;
        var index = range.First;
        for (var count = range.Count; count > 0; count -= 2)
        {
            var first = data + (2 * index);
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var second = count > 1 ? data + (2 * index) : first;
            index = ((index | fixedMask) + 1) & ~fixedMask;
            var (x0, y0) = Parted(TLanes.Load(first), TLanes.Load(second));
            var (x2, y2) = Parted(TLanes.Load(first + offset), TLanes.Load(second + offset));
            var x1 = TLanes.Permute(x0, permutation);
            var y1 = TLanes.Permute(y0, permutation);
            var x3 = TLanes.Permute(x2, permutation);
            var y3 = TLanes.Permute(y2, permutation);
            var z0 = TLanes.Add(x0, y0);
            var z1 = TLanes.Add(x1, y1);
            var z2 = TLanes.Add(x2, y2);
            var z3 = TLanes.Add(x3, y3);
            var (u, w) = Parts(c, Sum(z0, z1, z2, z3, k00, k01, k02, k03), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first, TLanes.First(u, w));
            TLanes.Store(second, TLanes.Second(u, w));
            (u, w) = Parts(c + Row, Sum(z0, z1, z2, z3, k10, k11, k12, k13), x0, x1, x2, x3, y0, y1, y2, y3);
            TLanes.Store(first + offset, TLanes.First(u, w));
            TLanes.Store(second + offset, TLanes.Second(u, w));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Real, TLanes Imaginary) Parted(TLanes first, TLanes second) => (TLanes.Reals(first, second), TLanes.Imaginaries(first, second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum(TElement* c, TLanes z0, TLanes z1, TLanes z2, TLanes z3)
    {
        var k = TLanes.Multiply(z0, TLanes.Fill(*c));
        k = TLanes.MultiplyAddScalar(z1, c + 1, k);
        k = TLanes.MultiplyAddScalar(z2, c + 2, k);
        return TLanes.MultiplyAddScalar(z3, c + 3, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum(TLanes z0, TLanes z1, TLanes z2, TLanes z3, TLanes k0, TLanes k1, TLanes k2, TLanes k3)
    {
        var k = TLanes.Multiply(z0, k0);
        k = TLanes.MultiplyAdd(z1, k1, k);
        k = TLanes.MultiplyAdd(z2, k2, k);
        return TLanes.MultiplyAdd(z3, k3, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Real, TLanes Imaginary) Parts(
        TElement* c, TLanes k, TLanes x0, TLanes x1, TLanes x2, TLanes x3, TLanes y0, TLanes y1, TLanes y2, TLanes y3)
    {
        var real = TLanes.MultiplyAdd(y0, c + (4 * VectorElements), k);
        var imaginary = TLanes.MultiplyAdd(x0, c + (8 * VectorElements), k);
        real = TLanes.MultiplyAdd(y1, c + (5 * VectorElements), real);
        imaginary = TLanes.MultiplyAdd(x1, c + (9 * VectorElements), imaginary);
        real = TLanes.MultiplyAdd(y2, c + (6 * VectorElements), real);
        imaginary = TLanes.MultiplyAdd(x2, c + (10 * VectorElements), imaginary);
        real = TLanes.MultiplyAdd(y3, c + (7 * VectorElements), real);
        imaginary = TLanes.MultiplyAdd(x3, c + (11 * VectorElements), imaginary);
        return (real, imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Real, TLanes Imaginary) PartsOf(
        TElement* c, TLanes k, TLanes x0, TLanes x1, TLanes x2, TLanes x3, TLanes y0, TLanes y1, TLanes y2, TLanes y3)
    {
        var real = TLanes.MultiplyAddScalar(y0, c + 4, k);
        var imaginary = TLanes.MultiplyAddScalar(x0, c + 8, k);
        real = TLanes.MultiplyAddScalar(y1, c + 5, real);
        imaginary = TLanes.MultiplyAddScalar(x1, c + 9, imaginary);
        real = TLanes.MultiplyAddScalar(y2, c + 6, real);
        imaginary = TLanes.MultiplyAddScalar(x2, c + 10, imaginary);
        real = TLanes.MultiplyAddScalar(y3, c + 7, real);
        imaginary = TLanes.MultiplyAddScalar(x3, c + 11, imaginary);
        return (real, imaginary);
    }
}
