using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Applies lists of gates to a vector: fused, block by block where the vector is larger than the cache, on several threads where that pays.</summary>
internal static unsafe class BlockRunner
{
    private const int BlockBits = 14;
    private const int FreeBits = 6;
    private const int SmallestThreadedBits = 15;

    /// <summary>Cycles of work in all below which a second thread isn't called.</summary>
    private const double SmallestThreadedWork = 150_000;

    /// <summary>Cycles of work in one pass below which handing half of it over costs more than it saves.</summary>
    private const double SmallestThreadedPass = 20_000;

    /// <summary>Applies gates in order.</summary>
    public static void Apply(IReadOnlyList<LocalGate> gates, AmplitudeKernels kernels, void* amplitudes, int qubits, EngineOptions options)
    {
        var fused = options.Fusion ? GateFusion.Fuse(gates, qubits) : [.. gates];
        if (fused.Count == 0)
        {
            return;
        }

        var coefficients = NativeMemory.AlignedAlloc((nuint)fused.Max(kernels.CoefficientBytes), 64);
        try
        {
            Apply(fused, kernels, amplitudes, qubits, options, coefficients);
        }
        finally
        {
            NativeMemory.AlignedFree(coefficients);
        }
    }

    private static void Apply(List<LocalGate> fused, AmplitudeKernels kernels, void* amplitudes, int qubits, EngineOptions options, void* coefficients)
    {
        using var team = Team(fused, qubits, options);
        var threads = team?.Threads ?? 1;
        var blockBits = Math.Min(BlockBits, qubits - BitOperations.Log2((uint)threads));
        if (!options.Fusion || fused.Count < 2 || qubits <= BlockBits && threads == 1)
        {
            foreach (var gate in fused)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                Whole(gate, kernels, amplitudes, qubits, team, coefficients);
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
                    Whole(gate, kernels, amplitudes, qubits, team, coefficients);
                }
            }
            else
            {
                using var blocks = new PreparedBlocks(group, kernels, qubits);
                blocks.Run(amplitudes, team, options.Cancellation);
            }
        }
    }

    /// <summary>The threads that the gates are worth, where that is more than one.</summary>
    private static ThreadTeam? Team(List<LocalGate> gates, int qubits, EngineOptions options) =>
        options.Threads > 1 && qubits >= SmallestThreadedBits && gates.Sum(gate => Cycles(gate, qubits)) >= SmallestThreadedWork ? new ThreadTeam(options.Threads) : null;

    private static double Cycles(LocalGate gate, int qubits) => GateCost.Of(gate) * (1L << qubits) / 4;

    private static void Whole(LocalGate gate, AmplitudeKernels kernels, void* amplitudes, int qubits, ThreadTeam? team, void* coefficients)
    {
        var prepared = kernels.Prepare(gate, coefficients);
        if (team is null || Cycles(gate, qubits) < SmallestThreadedPass)
        {
            kernels.Apply(prepared, amplitudes, qubits);
        }
        else
        {
            Shared(prepared, kernels, amplitudes, qubits, team);
        }
    }

    private static void Shared(PreparedGate prepared, AmplitudeKernels kernels, void* amplitudes, int qubits, ThreadTeam team)
    {
        var address = (nint)amplitudes;
        team.RunParts((part, parts) => kernels.Apply(prepared, (void*)address, qubits, part, parts));
    }
}
