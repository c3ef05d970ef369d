using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Two complex doubles: AVX2 with FMA.</summary>
internal readonly unsafe struct DoubleLanes256(Vector256<double> value) : ILanes<DoubleLanes256, double>
{
    private readonly Vector256<double> value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Load(double* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, DoubleLanes256 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, DoubleLanes256 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Fill(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Add(DoubleLanes256 left, DoubleLanes256 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Multiply(DoubleLanes256 left, DoubleLanes256 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 MultiplyAdd(DoubleLanes256 left, DoubleLanes256 right, DoubleLanes256 addend) => new(Fma.MultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 MultiplyAdd(DoubleLanes256 left, double* right, DoubleLanes256 addend) => new(Fma.MultiplyAdd(left.value, Vector256.Load(right), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 MultiplyAddScalar(DoubleLanes256 left, double* scalar, DoubleLanes256 addend) => new(Fma.MultiplyAdd(left.value, Vector256.Create(*scalar), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 SwapParts(DoubleLanes256 value) => new(Avx.Permute(value.value, 0b0101));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Reals(DoubleLanes256 first, DoubleLanes256 second) => new(Avx.UnpackLow(first.value, second.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Imaginaries(DoubleLanes256 first, DoubleLanes256 second) => new(Avx.UnpackHigh(first.value, second.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 First(DoubleLanes256 reals, DoubleLanes256 imaginaries) => new(Avx.UnpackLow(reals.value, imaginaries.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Second(DoubleLanes256 reals, DoubleLanes256 imaginaries) => new(Avx.UnpackHigh(reals.value, imaginaries.value));

    public static DoubleLanes256 Permutation(ReadOnlySpan<int> source)
    {
        Span<int> parts = stackalloc int[4 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = (4 * source[i / 4]) + (i % 4);
        }

        return new(Vector256.Create<int>(parts).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Permute(DoubleLanes256 value, DoubleLanes256 permutation) => new(Avx2.PermuteVar8x32(value.value.AsInt32(), permutation.value.AsInt32()).AsDouble());

    public static DoubleLanes256 Mask(int first)
    {
        Span<double> parts = stackalloc double[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int64BitsToDouble(-1) : 0;
        }

        return new(Vector256.Create<double>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Select(DoubleLanes256 mask, DoubleLanes256 first, DoubleLanes256 second) => new(Vector256.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(DoubleLanes256 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
