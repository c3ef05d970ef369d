using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Phases by at most three targets above the vector's width: one pass that takes up to four combinations of them at a time, so that no line is fetched twice.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    private static void Diagonal(in PreparedGate gate, TElement* data, GroupRange range)
    {
        var combination = 0;
        for (; combination + 4 <= gate.High; combination += 4)
        {
            PhaseFour(gate, combination, data, range);
        }

        for (; combination + 2 <= gate.High; combination += 2)
        {
            PhaseTwo(gate, combination, data, range);
        }

        if (combination < gate.High)
        {
            PhaseOne(gate, combination, data, range);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PhaseOne(in PreparedGate gate, int combination, TElement* data, GroupRange range)
    {
        var (real, imaginary) = Pair((TElement*)gate.Coefficients, combination);
        var fixedMask = gate.FixedMask;
        data += 2 * gate.Offsets[combination];
        var index = range.First;
        for (var left = range.Count; left > 0; left--)
        {
            var pointer = data + (2 * index);
            TLanes.Store(pointer, Turned(TLanes.Load(pointer), real, imaginary));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PhaseTwo(in PreparedGate gate, int combination, TElement* data, GroupRange range)
    {
        var (r0, i0) = Pair((TElement*)gate.Coefficients, combination);
        var (r1, i1) = Pair((TElement*)gate.Coefficients, combination + 1);
        var fixedMask = gate.FixedMask;
        var offset = 2 * (gate.Offsets[combination + 1] - gate.Offsets[combination]);
        data += 2 * gate.Offsets[combination];
        var index = range.First;
        for (var left = range.Count; left > 0; left--)
        {
            var pointer = data + (2 * index);

            // Loads come first: a load behind a store to an address with the same low twelve bits waits for it.
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset);
            TLanes.Store(pointer, Turned(a, r0, i0));
            TLanes.Store(pointer + offset, Turned(b, r1, i1));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PhaseFour(in PreparedGate gate, int combination, TElement* data, GroupRange range)
    {
        var (r0, i0) = Pair((TElement*)gate.Coefficients, combination);
        var (r1, i1) = Pair((TElement*)gate.Coefficients, combination + 1);
        var (r2, i2) = Pair((TElement*)gate.Coefficients, combination + 2);
        var (r3, i3) = Pair((TElement*)gate.Coefficients, combination + 3);
        var fixedMask = gate.FixedMask;
        var offset1 = 2 * (gate.Offsets[combination + 1] - gate.Offsets[combination]);
        var offset2 = 2 * (gate.Offsets[combination + 2] - gate.Offsets[combination]);
        var offset3 = 2 * (gate.Offsets[combination + 3] - gate.Offsets[combination]);
        data += 2 * gate.Offsets[combination];
        var index = range.First;
        for (var left = range.Count; left > 0; left--)
        {
            var pointer = data + (2 * index);
            var a = TLanes.Load(pointer);
            var b = TLanes.Load(pointer + offset1);
            var d = TLanes.Load(pointer + offset2);
            var e = TLanes.Load(pointer + offset3);
            TLanes.Store(pointer, Turned(a, r0, i0));
            TLanes.Store(pointer + offset1, Turned(b, r1, i1));
            TLanes.Store(pointer + offset2, Turned(d, r2, i2));
            TLanes.Store(pointer + offset3, Turned(e, r3, i3));
            index = ((index | fixedMask) + 1) & ~fixedMask;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Turned(TLanes value, TLanes real, TLanes imaginary) =>
        TLanes.MultiplyAdd(TLanes.SwapParts(value), imaginary, TLanes.Multiply(value, real));
}
