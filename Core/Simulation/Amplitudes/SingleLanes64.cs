using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>One complex float: any machine.</summary>
internal readonly unsafe struct SingleLanes64(Vector64<float> value) : ILanes<SingleLanes64, float>
{
    private readonly Vector64<float> value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Load(float* source) => new(Vector64.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, SingleLanes64 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, SingleLanes64 value)
    {
        destination[0] = value.value[0];
        destination[1] = value.value[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Fill(float value) => new(Vector64.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Add(SingleLanes64 left, SingleLanes64 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Multiply(SingleLanes64 left, SingleLanes64 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 MultiplyAdd(SingleLanes64 left, SingleLanes64 right, SingleLanes64 addend) => new((left.value * right.value) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 MultiplyAdd(SingleLanes64 left, float* right, SingleLanes64 addend) => new((left.value * Vector64.Load(right)) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 MultiplyAddScalar(SingleLanes64 left, float* scalar, SingleLanes64 addend) => new((left.value * Vector64.Create(*scalar)) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 SwapParts(SingleLanes64 value) => new(Vector64.Shuffle(value.value, Vector64.Create(1, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Reals(SingleLanes64 first, SingleLanes64 second) => new(Vector64.Create(first.value[0], second.value[0]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Imaginaries(SingleLanes64 first, SingleLanes64 second) => new(Vector64.Create(first.value[1], second.value[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 First(SingleLanes64 reals, SingleLanes64 imaginaries) => new(Vector64.Create(reals.value[0], imaginaries.value[0]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Second(SingleLanes64 reals, SingleLanes64 imaginaries) => new(Vector64.Create(reals.value[1], imaginaries.value[1]));

    public static SingleLanes64 Permutation(ReadOnlySpan<int> source)
    {
        _ = source;
        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Permute(SingleLanes64 value, SingleLanes64 permutation) => new(value.value);

    public static SingleLanes64 Mask(int first)
    {
        Span<float> parts = stackalloc float[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int32BitsToSingle(-1) : 0;
        }

        return new(Vector64.Create<float>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLanes64 Select(SingleLanes64 mask, SingleLanes64 first, SingleLanes64 second) => new(Vector64.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(SingleLanes64 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
