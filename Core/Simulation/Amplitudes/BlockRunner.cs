using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Applies lists of gates to a vector: fused, block by block where the vector is larger than the cache, on several threads where that pays.</summary>
internal static unsafe class BlockRunner
{
    private const int BlockBits = 14;
    private const int FreeBits = 6;
    private const int SmallestThreadedBits = 15;

    /// <summary>Cycles of work below which a second thread isn't worth its start.</summary>
    private const double SmallestThreadedWork = 300_000;

    /// <summary>Applies gates in order.</summary>
    public static void Apply(IReadOnlyList<LocalGate> gates, AmplitudeKernels kernels, void* amplitudes, int qubits, EngineOptions options)
    {
        var fused = options.Fusion ? GateFusion.Fuse(gates, qubits) : [.. gates];
        var work = fused.Sum(GateCost.Of) * (1L << qubits) / 4;
        var threads = qubits >= SmallestThreadedBits && work >= SmallestThreadedWork ? Math.Max(1, options.Threads) : 1;
        var blockBits = Math.Min(BlockBits, qubits - BitOperations.Log2((uint)threads));
        if (!options.Fusion || fused.Count < 2 || qubits <= BlockBits && threads == 1)
        {
            foreach (var gate in fused)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                Whole(gate, kernels, amplitudes, qubits, threads);
            }

            return;
        }

        foreach (var group in BlockGroup.Schedule(fused, qubits, blockBits, FreeBits))
        {
            options.Cancellation.ThrowIfCancellationRequested();
            if (group.Local == 0 || group.Gates.Count == 1)
            {
                foreach (var gate in group.Gates)
                {
                    Whole(gate, kernels, amplitudes, qubits, threads);
                }
            }
            else
            {
                using var blocks = new PreparedBlocks(group, kernels, qubits);
                blocks.Run(amplitudes, threads);
            }
        }
    }

    private static void Whole(LocalGate gate, AmplitudeKernels kernels, void* amplitudes, int qubits, int threads)
    {
        var coefficients = NativeMemory.AlignedAlloc((nuint)kernels.CoefficientBytes(gate), 64);
        var prepared = kernels.Prepare(gate, coefficients);
        if (threads == 1)
        {
            kernels.Apply(prepared, amplitudes, qubits);
        }
        else
        {
            var address = (nint)amplitudes;
            Parallel.For(0, threads, part => kernels.Apply(prepared, (void*)address, qubits, part, threads));
        }

        NativeMemory.AlignedFree(coefficients);
    }
}
