using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Four complex floats: AVX2 with FMA.</summary>
internal readonly unsafe struct SingleLanes256(Vector256<float> value) : ILanes<SingleLanes256, float>
{
    private readonly Vector256<float> value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, SingleLanes256 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, SingleLanes256 value)
    {
        var (lower, upper) = Vector256.Widen(value.value);
        lower.Store(destination);
        upper.Store(destination + Vector256<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Add(SingleLanes256 left, SingleLanes256 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Multiply(SingleLanes256 left, SingleLanes256 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 MultiplyAdd(SingleLanes256 left, SingleLanes256 right, SingleLanes256 addend) => new(Fma.MultiplyAdd(left.value, right.value, addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 MultiplyAdd(SingleLanes256 left, float* right, SingleLanes256 addend) => new(Fma.MultiplyAdd(left.value, Vector256.Load(right), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 MultiplyAddScalar(SingleLanes256 left, float* scalar, SingleLanes256 addend) => new(Fma.MultiplyAdd(left.value, Vector256.Create(*scalar), addend.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 SwapParts(SingleLanes256 value) => new(Avx.Permute(value.value, 0b10110001));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Reals(SingleLanes256 first, SingleLanes256 second) => new(Avx.Shuffle(first.value, second.value, 0b10001000));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Imaginaries(SingleLanes256 first, SingleLanes256 second) => new(Avx.Shuffle(first.value, second.value, 0b11011101));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 First(SingleLanes256 reals, SingleLanes256 imaginaries) => new(Avx.UnpackLow(reals.value, imaginaries.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Second(SingleLanes256 reals, SingleLanes256 imaginaries) => new(Avx.UnpackHigh(reals.value, imaginaries.value));

    public static SingleLanes256 Permutation(ReadOnlySpan<int> source)
    {
        Span<int> parts = stackalloc int[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = (2 * source[i / 2]) + (i % 2);
        }

        return new(Vector256.Create<int>(parts).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Permute(SingleLanes256 value, SingleLanes256 permutation) => new(Avx2.PermuteVar8x32(value.value, permutation.value.AsInt32()));

    public static SingleLanes256 Mask(int first)
    {
        Span<float> parts = stackalloc float[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int32BitsToSingle(-1) : 0;
        }

        return new(Vector256.Create<float>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes256 Select(SingleLanes256 mask, SingleLanes256 first, SingleLanes256 second) => new(Vector256.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(SingleLanes256 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
