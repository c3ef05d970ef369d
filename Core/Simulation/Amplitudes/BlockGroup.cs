using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Gates that are applied block by block: a block holds all values of the local bits (the lowest ones and a few others) while the other bits are fixed,
/// and stays in the cache while all gates of the group pass over it.
/// </summary>
internal sealed class BlockGroup(long local)
{
    /// <summary>The local bits.</summary>
    public long Local { get; set; } = local;

    /// <summary>The gates in order.</summary>
    public List<LocalGate> Gates { get; } = [];

    /// <summary>
    /// Parts gates into groups of at most <paramref name="blockBits"/> local bits, of which <paramref name="freeBits"/> may be any.
    /// A gate joins the current group if nothing before it that had to stay behind shares a bit with it.
    /// </summary>
    public static List<BlockGroup> Schedule(List<LocalGate> gates, int bits, int blockBits, int freeBits)
    {
        var groups = new List<BlockGroup>();
        var low = (1L << (blockBits - freeBits)) - 1;
        while (gates.Count > 0)
        {
            var group = new BlockGroup(low);
            var free = freeBits;
            long blocked = 0;
            var left = new List<LocalGate>();
            foreach (var gate in gates)
            {
                var missing = gate.Kind == LocalGateKind.Diagonal ? 0 : gate.TargetMask & ~group.Local;
                var more = BitOperations.PopCount((ulong)missing);
                if ((gate.BitMask & blocked) != 0 || more > free)
                {
                    blocked |= gate.BitMask;
                    left.Add(gate);
                    continue;
                }

                group.Local |= missing;
                free -= more;
                group.Gates.Add(gate);
            }

            if (group.Gates.Count == 0)
            {
                // Wider than a block: it goes over the whole.
                group.Gates.Add(left[0]);
                left.RemoveAt(0);
                group.Local = 0;
            }

            for (var bit = 0; free > 0 && group.Local != 0 && bit < bits; bit++)
            {
                if (((group.Local >> bit) & 1) == 0)
                {
                    group.Local |= 1L << bit;
                    free--;
                }
            }

            groups.Add(group);
            gates = left;
        }

        return groups;
    }
}
