using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Squares of 64 × 64 bits.</summary>
internal static class BitBlocks
{
    /// <summary>Exchanges bit c of word r with bit r of word c, for all r and c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(Span<ulong> square)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(square.Length, 64);
        var mask = 0x0000_0000_FFFF_FFFFUL;
        for (var step = 32; step != 0; step >>= 1, mask ^= mask << step)
        {
            for (var row = 0; row < 64; row = (row + step + 1) & ~step)
            {
                var moved = ((square[row] >> step) ^ square[row | step]) & mask;
                square[row] ^= moved << step;
                square[row | step] ^= moved;
            }
        }
    }
}
