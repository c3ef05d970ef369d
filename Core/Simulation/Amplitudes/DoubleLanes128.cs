using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>One complex double: any machine.</summary>
internal readonly unsafe struct DoubleLanes128(Vector128<double> value) : ILanes<DoubleLanes128, double>
{
    private readonly Vector128<double> value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Load(double* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, DoubleLanes128 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWidened(double* destination, DoubleLanes128 value) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Fill(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Add(DoubleLanes128 left, DoubleLanes128 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Multiply(DoubleLanes128 left, DoubleLanes128 right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 MultiplyAdd(DoubleLanes128 left, DoubleLanes128 right, DoubleLanes128 addend) => new((left.value * right.value) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 MultiplyAdd(DoubleLanes128 left, double* right, DoubleLanes128 addend) => new((left.value * Vector128.Load(right)) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 MultiplyAddScalar(DoubleLanes128 left, double* scalar, DoubleLanes128 addend) => new((left.value * Vector128.Create(*scalar)) + addend.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 SwapParts(DoubleLanes128 value) => new(Vector128.Shuffle(value.value, Vector128.Create(1L, 0L)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Reals(DoubleLanes128 first, DoubleLanes128 second) => new(Vector128.Create(first.value[0], second.value[0]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Imaginaries(DoubleLanes128 first, DoubleLanes128 second) => new(Vector128.Create(first.value[1], second.value[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 First(DoubleLanes128 reals, DoubleLanes128 imaginaries) => new(Vector128.Create(reals.value[0], imaginaries.value[0]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Second(DoubleLanes128 reals, DoubleLanes128 imaginaries) => new(Vector128.Create(reals.value[1], imaginaries.value[1]));

    public static DoubleLanes128 Permutation(ReadOnlySpan<int> source)
    {
        _ = source;
        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Permute(DoubleLanes128 value, DoubleLanes128 permutation) => new(value.value);

    public static DoubleLanes128 Mask(int first)
    {
        Span<double> parts = stackalloc double[2 * Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ((first >> (i / 2)) & 1) != 0 ? BitConverter.Int64BitsToDouble(-1) : 0;
        }

        return new(Vector128.Create<double>(parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Select(DoubleLanes128 mask, DoubleLanes128 first, DoubleLanes128 second) => new(Vector128.ConditionalSelect(mask.value, first.value, second.value));

    public static double Sum(DoubleLanes128 value)
    {
        var sum = 0.0;
        for (var i = 0; i < 2 * Count; i++)
        {
            sum += value.value[i];
        }

        return sum;
    }
}
