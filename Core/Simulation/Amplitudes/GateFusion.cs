using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// Puts gates together: those on one bit, those on one pair of bits, and diagonals, wherever the product is cheaper by <see cref="GateCost"/> than its parts.
/// Gates on different bits may change places; the result is the same up to rounding and a global phase.
/// </summary>
internal sealed class GateFusion
{
    private const int MaximumDiagonalBits = 8;

    private readonly List<LocalGate> fused;
    private readonly List<LocalGate>?[] singles;
    private readonly PairBlock?[] pairs;
    private readonly List<LocalGate> diagonals = [];

    private GateFusion(int bits, int expected)
    {
        singles = new List<LocalGate>?[bits];
        pairs = new PairBlock?[bits];
        fused = new List<LocalGate>(expected);
    }

    /// <summary>The fused gates in an order in which they can be applied.</summary>
    public static List<LocalGate> Fuse(IReadOnlyList<LocalGate> gates, int bits)
    {
        var fusion = new GateFusion(bits, gates.Count);
        foreach (var gate in gates)
        {
            fusion.Add(gate);
        }

        for (var bit = 0; bit < bits; bit++)
        {
            fusion.Close(bit);
        }

        fusion.EmitDiagonals(-1);
        return fusion.fused;
    }

    private void Add(LocalGate gate)
    {
        var mask = gate.BitMask;
        switch (BitOperations.PopCount((ulong)mask))
        {
            case 1:
                var bit = BitOperations.TrailingZeroCount(mask);
                if (pairs[bit] is { } open)
                {
                    open.Gates.Add(gate);
                }
                else
                {
                    (singles[bit] ??= []).Add(gate);
                }

                break;
            case 2:
                var low = BitOperations.TrailingZeroCount(mask);
                var high = BitOperations.Log2((ulong)mask);
                if (pairs[low] is { } shared && shared == pairs[high])
                {
                    shared.Gates.Add(gate);
                    break;
                }

                ClosePair(low);
                ClosePair(high);
                var block = new PairBlock(low, high);
                Take(low, block);
                Take(high, block);
                block.Gates.Add(gate);
                pairs[low] = pairs[high] = block;
                break;
            default:
                for (var rest = mask; rest != 0; rest &= rest - 1)
                {
                    Close(BitOperations.TrailingZeroCount(rest));
                }

                Emit(gate);
                break;
        }
    }

    private void Take(int bit, PairBlock block)
    {
        if (singles[bit] is { } gates)
        {
            block.Gates.AddRange(gates);
            gates.Clear();
        }
    }

    private void Close(int bit)
    {
        ClosePair(bit);
        if (singles[bit] is { Count: > 0 } gates)
        {
            EmitCheapest([bit], gates);
            gates.Clear();
        }
    }

    private void ClosePair(int bit)
    {
        if (pairs[bit] is { } block)
        {
            pairs[block.Low] = pairs[block.High] = null;
            EmitPair(block);
        }
    }

    private void EmitPair(PairBlock block)
    {
        if (block.Gates.Count == 1)
        {
            Emit(block.Gates[0]);
            return;
        }

        // Runs of gates on one bit come first, so that the parts are compared at their best.
        var parts = new List<LocalGate>();
        var runs = new List<LocalGate>[] { [], [] };
        foreach (var gate in block.Gates)
        {
            var mask = gate.BitMask;
            if (mask == 1L << block.Low || mask == 1L << block.High)
            {
                runs[mask == 1L << block.Low ? 0 : 1].Add(gate);
                continue;
            }

            Flush(runs, block, parts);
            parts.Add(gate);
        }

        Flush(runs, block, parts);
        EmitCheapest([block.Low, block.High], parts);
    }

    private static void Flush(List<LocalGate>[] runs, PairBlock block, List<LocalGate> parts)
    {
        for (var side = 0; side < 2; side++)
        {
            if (runs[side].Count == 1)
            {
                parts.Add(runs[side][0]);
            }
            else if (runs[side].Count > 1 && Product([side == 0 ? block.Low : block.High], runs[side]) is { } product)
            {
                parts.Add(product);
            }

            runs[side].Clear();
        }
    }

    private void EmitCheapest(int[] bits, List<LocalGate> gates)
    {
        if (gates.Count == 1)
        {
            Emit(gates[0]);
            return;
        }

        if (gates.Count == 0)
        {
            return;
        }

        var product = Product(bits, gates);
        if (product is null)
        {
            return;
        }

        if (GateCost.Of(product) <= gates.Sum(GateCost.Of))
        {
            Emit(product);
            return;
        }

        foreach (var gate in gates)
        {
            Emit(gate);
        }
    }

    private static LocalGate? Product(int[] bits, List<LocalGate> gates)
    {
        var dimension = 1 << bits.Length;
        Span<Complex> total = stackalloc Complex[16];
        Span<Complex> next = stackalloc Complex[16];
        Span<Complex> result = stackalloc Complex[16];
        total = total[..(dimension * dimension)];
        next = next[..total.Length];
        result = result[..total.Length];
        GateAlgebra.Embed(gates[0], bits, total);
        for (var i = 1; i < gates.Count; i++)
        {
            GateAlgebra.Embed(gates[i], bits, next);
            GateAlgebra.Multiply(next, total, result, dimension);
            result.CopyTo(total);
        }

        return GateAlgebra.Simplify(bits, total);
    }

    /// <summary>Diagonals wait for others to join them until a gate that isn't one needs their bits.</summary>
    private void Emit(LocalGate gate)
    {
        if (gate.Kind == LocalGateKind.Diagonal)
        {
            diagonals.Add(gate);
            return;
        }

        EmitDiagonals(gate.TargetMask);
        fused.Add(gate);
    }

    private void EmitDiagonals(long needed)
    {
        if (diagonals.Count == 0)
        {
            return;
        }

        var kept = 0;
        var run = new List<LocalGate>();
        long bits = 0;
        for (var i = 0; i < diagonals.Count; i++)
        {
            var gate = diagonals[i];
            var own = gate.BitMask;
            if ((own & needed) == 0)
            {
                diagonals[kept++] = gate;
                continue;
            }

            if (run.Count > 0 && BitOperations.PopCount((ulong)(bits | own)) > MaximumDiagonalBits)
            {
                EmitRun(run, bits);
                run.Clear();
                bits = 0;
            }

            run.Add(gate);
            bits |= own;
        }

        diagonals.RemoveRange(kept, diagonals.Count - kept);
        EmitRun(run, bits);
    }

    private void EmitRun(List<LocalGate> run, long mask)
    {
        if (run.Count < 2)
        {
            fused.AddRange(run);
            return;
        }

        var bits = new int[BitOperations.PopCount((ulong)mask)];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
        }

        var phases = new Complex[1 << bits.Length];
        Array.Fill(phases, Complex.One);
        foreach (var gate in run)
        {
            for (var index = 0; index < phases.Length; index++)
            {
                long value = 0;
                for (var i = 0; i < bits.Length; i++)
                {
                    value |= (long)((index >> i) & 1) << bits[i];
                }

                if ((value & gate.ControlMask) == gate.ControlValue)
                {
                    var entry = 0;
                    for (var i = 0; i < gate.Targets.Length; i++)
                    {
                        entry |= (int)((value >> gate.Targets[i]) & 1) << i;
                    }

                    phases[index] *= gate.Elements[entry];
                }
            }
        }

        var product = new LocalGate(LocalGateKind.Diagonal, bits, 0, 0, phases);
        if (GateCost.Of(product) <= run.Sum(GateCost.Of))
        {
            fused.Add(product);
        }
        else
        {
            fused.AddRange(run);
        }
    }

    /// <summary>Gates on one pair of bits, with those on either bit alone before and between them.</summary>
    private sealed class PairBlock(int low, int high)
    {
        public int Low { get; } = low;

        public int High { get; } = high;

        public List<LocalGate> Gates { get; } = [];
    }
}
