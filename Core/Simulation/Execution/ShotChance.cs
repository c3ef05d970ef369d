using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Shot s draws from PCG64 of <c>SeedSequence(seed, spawn_key=(s,))</c>, in program order, and has no errors.</summary>
internal sealed class ShotChance : Chance
{
    private readonly Pcg64[] generators;

    public ShotChance(UInt128 seed, int shots)
    {
        generators = new Pcg64[shots];
        for (var shot = 0; shot < shots; shot++)
        {
            generators[shot] = new Pcg64(new SeedSequence(seed, (ulong)shot));
        }
    }

    public override void Draw(Operation operation, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<double> doubles)
    {
        for (var i = 0; i < shots.Length; i++)
        {
            doubles[i] = generators[shots[i]].NextDouble();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DrawEven(Operation operation, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<ulong> ones)
    {
        for (var start = 0; start < shots.Length; start += 64)
        {
            var word = 0UL;
            var some = shots[start..Math.Min(start + 64, shots.Length)];
            for (var place = 0; place < some.Length; place++)
            {
                word |= (generators[some[place]].NextUInt64() >> 63) << place;
            }

            ones[start / 64] = word;
        }
    }
}
