using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Four complex doubles: AVX-512.</summary>
internal readonly unsafe struct DoubleLanes512(Vector512<double> value) : ILanes<DoubleLanes512, double>
{
    private readonly Vector512<double> value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, DoubleLanes512 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, DoubleLanes512 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Fill(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Add(DoubleLanes512 left, DoubleLanes512 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Multiply(DoubleLanes512 left, DoubleLanes512 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 MultiplyAdd(DoubleLanes512 left, DoubleLanes512 right, DoubleLanes512 addend) => new(Vector512.FusedMultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 MultiplyAdd(DoubleLanes512 left, double* right, DoubleLanes512 addend) => new(Avx512F.FusedMultiplyAdd(left.value, Vector512.Load(right), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 MultiplyAddScalar(DoubleLanes512 left, double* scalar, DoubleLanes512 addend) => new(Avx512F.FusedMultiplyAdd(left.value, Vector512.Create(*scalar), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 SwapParts(DoubleLanes512 value) => new(Avx512F.Permute2x64(value.value, 0b01010101));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Reals(DoubleLanes512 first, DoubleLanes512 second) => new(Avx512F.UnpackLow(first.value, second.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Imaginaries(DoubleLanes512 first, DoubleLanes512 second) => new(Avx512F.UnpackHigh(first.value, second.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 First(DoubleLanes512 reals, DoubleLanes512 imaginaries) => new(Avx512F.UnpackLow(reals.value, imaginaries.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Second(DoubleLanes512 reals, DoubleLanes512 imaginaries) => new(Avx512F.UnpackHigh(reals.value, imaginaries.value));

    public static DoubleLanes512 Permutation(ReadOnlySpan<int> source)
    {
        Span<long> parts = stackalloc long[2 * Count];
        for (var i = 0; i < source.Length; i++)
        {
            parts[2 * i] = 2 * source[i];
            parts[(2 * i) + 1] = (2 * source[i]) + 1;
        }

        return new(Vector512.Create<long>(parts).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Permute(DoubleLanes512 value, DoubleLanes512 permutation) => new(Avx512F.PermuteVar8x64(value.value, permutation.value.AsInt64()));

    public static DoubleLanes512 Mask(int first)
    {
        Span<double> parts = stackalloc double[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int64BitsToDouble(-1) : 0;
        }

        return new(Vector512.Create<double>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Select(DoubleLanes512 mask, DoubleLanes512 first, DoubleLanes512 second) => new(Vector512.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(DoubleLanes512 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
