using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Eight complex floats: AVX-512.</summary>
internal readonly unsafe struct SingleLanes512(Vector512<float> value) : ILanes<SingleLanes512, float>
{
    private readonly Vector512<float> value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, SingleLanes512 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, SingleLanes512 value)
    {
        var (lower, upper) = Vector512.Widen(value.value);
        lower.Store(destination);
        upper.Store(destination + Vector512<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Add(SingleLanes512 left, SingleLanes512 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Multiply(SingleLanes512 left, SingleLanes512 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 MultiplyAdd(SingleLanes512 left, SingleLanes512 right, SingleLanes512 addend) => new(Vector512.FusedMultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 MultiplyAdd(SingleLanes512 left, float* right, SingleLanes512 addend) => new(Avx512F.FusedMultiplyAdd(left.value, Vector512.Load(right), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 MultiplyAddScalar(SingleLanes512 left, float* scalar, SingleLanes512 addend) => new(Avx512F.FusedMultiplyAdd(left.value, Vector512.Create(*scalar), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 SwapParts(SingleLanes512 value) => new(Avx512F.Permute4x32(value.value, 0b10110001));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Reals(SingleLanes512 first, SingleLanes512 second) => new(Avx512F.Shuffle(first.value, second.value, 0b10001000));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Imaginaries(SingleLanes512 first, SingleLanes512 second) => new(Avx512F.Shuffle(first.value, second.value, 0b11011101));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 First(SingleLanes512 reals, SingleLanes512 imaginaries) => new(Avx512F.UnpackLow(reals.value, imaginaries.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Second(SingleLanes512 reals, SingleLanes512 imaginaries) => new(Avx512F.UnpackHigh(reals.value, imaginaries.value));

    public static SingleLanes512 Permutation(ReadOnlySpan<int> source)
    {
        Span<int> parts = stackalloc int[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = (2 * source[i / 2]) + (i % 2);
        }

        return new(Vector512.Create<int>(parts).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Permute(SingleLanes512 value, SingleLanes512 permutation) => new(Avx512F.PermuteVar16x32(value.value, permutation.value.AsInt32()));

    public static SingleLanes512 Mask(int first)
    {
        Span<float> parts = stackalloc float[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int32BitsToSingle(-1) : 0;
        }

        return new(Vector512.Create<float>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes512 Select(SingleLanes512 mask, SingleLanes512 first, SingleLanes512 second) => new(Vector512.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(SingleLanes512 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
