using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A group of gates laid out for its blocks, once for each combination of the outside bits that a gate depends on.</summary>
internal sealed unsafe class PreparedBlocks : IDisposable
{
    private readonly AmplitudeKernels kernels;
    private readonly long local;
    private readonly int localBits;
    private readonly int outsideBits;
    private readonly int runBits;
    private readonly long outside;
    private readonly List<Step> steps = [];
    private readonly List<nint> coefficients = [];
    private readonly List<nint> scratch = [];

    public PreparedBlocks(BlockGroup group, AmplitudeKernels kernels, int qubits)
    {
        this.kernels = kernels;
        local = group.Local;
        localBits = BitOperations.PopCount((ulong)local);
        outsideBits = qubits - localBits;
        outside = ((1L << qubits) - 1) & ~local;
        runBits = BitOperations.TrailingZeroCount(~local);
        var places = new int[qubits];
        for (int bit = 0, next = 0; bit < qubits; bit++)
        {
            places[bit] = ((local >> bit) & 1) != 0 ? next++ : -1;
        }

        foreach (var gate in group.Gates)
        {
            Prepare(gate, places);
        }
    }

    /// <summary>Applies the group to all blocks; what is cancelled ends between two of them.</summary>
    public void Run(void* amplitudes, ThreadTeam? team, CancellationToken cancellation)
    {
        RunParts(amplitudes, team, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        foreach (var block in coefficients)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        foreach (var block in scratch)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        coefficients.Clear();
        scratch.Clear();
    }

    private void RunParts(void* amplitudes, ThreadTeam? team, CancellationToken cancellation)
    {
        var blocks = 1L << outsideBits;
        if (team is null)
        {
            RunPart(amplitudes, Scratch(0), 0, blocks, cancellation);
            return;
        }

        for (var thread = 0; thread < team.Threads; thread++)
        {
            Scratch(thread);
        }

        var address = (nint)amplitudes;
        team.Run(blocks, (thread, from, to) => RunPart((void*)address, Scratch(thread), from, to, cancellation));
    }

    /// <summary>A thread's room for a block that isn't one run of amplitudes.</summary>
    private byte* Scratch(int thread)
    {
        if (runBits >= localBits)
        {
            return null;
        }

        while (scratch.Count <= thread)
        {
            scratch.Add((nint)NativeMemory.AlignedAlloc((nuint)kernels.ElementBytes << localBits, 4096));
        }

        return (byte*)scratch[thread];
    }

    private void RunPart(void* amplitudes, byte* room, long from, long to, CancellationToken cancellation)
    {
        var bytes = kernels.ElementBytes;
        var runBytes = (nuint)bytes << runBits;
        for (var block = from; block < to && !cancellation.IsCancellationRequested; block++)
        {
            var start = Deposit(block, outside);
            if (room is null)
            {
                ApplyAll((byte*)amplitudes + (start * bytes), start);
                continue;
            }

            var target = room;
            var index = start;
            var fixedMask = outside | ((1L << runBits) - 1);
            for (var run = 1L << (localBits - runBits); run > 0; run--)
            {
                NativeMemory.Copy((byte*)amplitudes + (index * bytes), target, runBytes);
                target += runBytes;
                index = ((((index & ~outside) | fixedMask) + 1) & ~fixedMask) | start;
            }

            ApplyAll(room, start);
            target = room;
            index = start;
            for (var run = 1L << (localBits - runBits); run > 0; run--)
            {
                NativeMemory.Copy(target, (byte*)amplitudes + (index * bytes), runBytes);
                target += runBytes;
                index = ((((index & ~outside) | fixedMask) + 1) & ~fixedMask) | start;
            }
        }
    }

    private void ApplyAll(byte* block, long start)
    {
        foreach (var step in steps)
        {
            var prepared = step.Variants[(int)Extract(start, step.Outside)];
            if (prepared is { } gate)
            {
                kernels.Apply(gate, block, localBits);
            }
        }
    }

    private void Prepare(LocalGate gate, int[] places)
    {
        var dependsOn = gate.BitMask & outside;
        var variants = new PreparedGate?[1 << BitOperations.PopCount((ulong)dependsOn)];
        for (var combination = 0; combination < variants.Length; combination++)
        {
            var value = Deposit(combination, dependsOn);
            if (gate.Restrict(outside, value, places) is { } inside)
            {
                var memory = NativeMemory.AlignedAlloc((nuint)kernels.CoefficientBytes(inside), 64);
                coefficients.Add((nint)memory);
                variants[combination] = kernels.Prepare(inside, memory);
            }
        }

        steps.Add(new Step(dependsOn, variants));
    }

    private static long Deposit(long value, long mask)
    {
        long result = 0;
        for (; mask != 0; mask &= mask - 1)
        {
            result |= (value & 1) != 0 ? mask & -mask : 0;
            value >>= 1;
        }

        return result;
    }

    private static long Extract(long value, long mask)
    {
        long result = 0;
        for (var place = 0; mask != 0; mask &= mask - 1)
        {
            result |= ((value & mask & -mask) != 0 ? 1L : 0) << place++;
        }

        return result;
    }

    private sealed record Step(long Outside, PreparedGate?[] Variants);
}
