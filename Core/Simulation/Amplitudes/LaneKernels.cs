using System.Numerics;
using System.Runtime.CompilerServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Kernels over one kind of vector: preparation, and what doesn't apply gates.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement> : AmplitudeKernels
    where TLanes : unmanaged, ILanes<TLanes, TElement>
    where TElement : unmanaged, INumber<TElement>
{
    private const int SweepTargets = 4;

    private static int Step => TLanes.Count;

    private static int VectorElements => 2 * TLanes.Count;

    private static long LaneMask => (uint)Step - 1;

    public override int ElementBytes => 2 * sizeof(TElement);

    public override int LaneBits => BitOperations.Log2((uint)Step);

    public override int CoefficientBytes(LocalGate gate)
    {
        var (high, low) = Split(gate.Targets);
        var vectors = gate.Kind switch
        {
            LocalGateKind.Dense when high + low == 2 => Math.Max((4 * ProductRow) + 1, (1 << low) + (2 << (2 * high + low))),
            LocalGateKind.Dense => (1 << low) + (2 << (2 * high + low)),
            LocalGateKind.Diagonal => 2 << high,
            _ => 3,
        };
        return vectors * sizeof(TElement) * VectorElements;
    }

    public override PreparedGate Prepare(LocalGate gate, void* coefficients)
    {
        var (high, low) = Split(gate.Targets);
        var prepared = new PreparedGate
        {
            Kind = gate.Kind,
            High = high,
            Low = low,
            FixedMask = gate.ControlMask | LaneMask,
            FixedValue = gate.ControlValue & ~LaneMask,
            Coefficients = coefficients,
        };
        var next = 0;
        Span<int> highBits = stackalloc int[gate.Targets.Length];
        foreach (var target in gate.Targets)
        {
            if (1L << target >= Step)
            {
                highBits[next++] = target;
                prepared.FixedMask |= 1L << target;
            }
        }

        if (high > PreparedGate.MaximumHighTargets && gate.Kind != LocalGateKind.Diagonal)
        {
            throw new ArgumentException($"A gate on {gate.Targets.Length} qubits is wider than the {PreparedGate.MaximumHighTargets} that a kernel takes.", nameof(gate));
        }

        prepared.IsSweep = gate.Kind == LocalGateKind.Diagonal && high >= SweepTargets;
        if (prepared.IsSweep)
        {
            prepared.SweepMask = prepared.FixedMask & ~LaneMask & ~gate.ControlMask;
            prepared.FixedMask = (gate.ControlMask & ~LaneMask) | LaneMask;
        }
        else
        {
            for (var combination = 0; combination < 1 << high; combination++)
            {
                prepared.Offsets[combination] = Deposit(combination, highBits[..high]);
            }

            if (gate.Kind == LocalGateKind.Swap && high == 2)
            {
                (prepared.Offsets[0], prepared.Offsets[1]) = (prepared.Offsets[1], prepared.Offsets[2]);
            }
        }

        switch (gate.Kind)
        {
            case LocalGateKind.Dense:
                PrepareDense(gate, ref prepared);
                break;
            case LocalGateKind.Diagonal:
                PrepareDiagonal(gate, ref prepared);
                break;
            case LocalGateKind.Swap when low > 0:
                PrepareSwap(gate, ref prepared);
                break;
            default:
                PrepareNot(gate, ref prepared);
                break;
        }

        return prepared;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override (double Zero, double One) Weights(void* amplitudes, int qubits, int bit)
    {
        var data = (TElement*)amplitudes;
        var sums = stackalloc TLanes[4];
        for (var i = 0; i < 4; i++)
        {
            sums[i] = default;
        }

        if (1L << bit < Step)
        {
            var mask = TLanes.Mask(LanesWith(bit));
            for (long index = 0; index < 1L << qubits; index += Step)
            {
                var value = TLanes.Load(data + (2 * index));
                var slot = (int)(index / Step) & 3;
                sums[slot] = TLanes.MultiplyAdd(value, value, sums[slot]);
            }

            var total = TLanes.Add(TLanes.Add(sums[0], sums[1]), TLanes.Add(sums[2], sums[3]));
            return (TLanes.Sum(TLanes.Select(mask, default, total)), TLanes.Sum(TLanes.Select(mask, total, default)));
        }

        for (long index = 0; index < 1L << qubits; index += Step)
        {
            var value = TLanes.Load(data + (2 * index));
            var slot = (int)(((index >> bit) & 1) | ((index / Step) & 2));
            sums[slot] = TLanes.MultiplyAdd(value, value, sums[slot]);
        }

        return (TLanes.Sum(TLanes.Add(sums[0], sums[2])), TLanes.Sum(TLanes.Add(sums[1], sums[3])));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compact(void* amplitudes, int qubits, int bit, bool value, double factor)
    {
        var data = (TElement*)amplitudes;
        var run = 1L << bit;
        var scale = TElement.CreateTruncating(factor);
        for (long start = 0; start < 1L << (qubits - 1); start += run)
        {
            var destination = data + (2 * start);
            var source = data + (4 * start) + (value ? 2 * run : 0);
            long i = 0;
            for (; run >= Step && i < run; i += Step)
            {
                TLanes.Store(destination + (2 * i), TLanes.Multiply(TLanes.Load(source + (2 * i)), TLanes.Fill(scale)));
            }

            for (; i < run; i++)
            {
                destination[2 * i] = source[2 * i] * scale;
                destination[(2 * i) + 1] = source[(2 * i) + 1] * scale;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Complex Inner(void* left, void* right, int qubits)
    {
        TLanes real = default, crossed = default;
        for (long i = 0; i < 2L << qubits; i += VectorElements)
        {
            var a = TLanes.Load((TElement*)left + i);
            var b = TLanes.Load((TElement*)right + i);
            real = TLanes.MultiplyAdd(a, b, real);
            crossed = TLanes.MultiplyAdd(a, TLanes.SwapParts(b), crossed);
        }

        return new Complex(TLanes.Sum(real), TLanes.Sum(TLanes.Multiply(crossed, Alternating(-1))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Probabilities(void* amplitudes, Span<double> probabilities)
    {
        var data = (TElement*)amplitudes;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var real = double.CreateTruncating(data[2 * i]);
            var imaginary = double.CreateTruncating(data[(2 * i) + 1]);
            probabilities[i] = (real * real) + (imaginary * imaginary);
        }
    }

    public override Complex Get(void* amplitudes, long index) => new(
        double.CreateTruncating(((TElement*)amplitudes)[2 * index]), double.CreateTruncating(((TElement*)amplitudes)[(2 * index) + 1]));

    public override void Set(void* amplitudes, long index, Complex value) => Set((TElement*)amplitudes, index, value);

    private static void Set(TElement* amplitudes, long index, Complex value)
    {
        amplitudes[2 * index] = TElement.CreateTruncating(value.Real);
        amplitudes[(2 * index) + 1] = TElement.CreateTruncating(value.Imaginary);
    }

    /// <summary>(−value, value, −value, …): what the exchanged parts are multiplied with.</summary>
    private static TLanes Alternating(double value)
    {
        var parts = stackalloc TElement[VectorElements];
        for (var i = 0; i < VectorElements; i++)
        {
            parts[i] = TElement.CreateTruncating((i & 1) == 0 ? -value : value);
        }

        return TLanes.Load(parts);
    }

    private static int LanesWith(int bit)
    {
        var lanes = 0;
        for (var lane = 0; lane < Step; lane++)
        {
            lanes |= ((lane >> bit) & 1) << lane;
        }

        return lanes;
    }

    private static (int High, int Low) Split(ReadOnlySpan<int> targets)
    {
        var high = 0;
        foreach (var target in targets)
        {
            high += 1L << target >= Step ? 1 : 0;
        }

        return (high, targets.Length - high);
    }

    private static long Deposit(int combination, ReadOnlySpan<int> bits)
    {
        long offset = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            offset |= (long)((combination >> i) & 1) << bits[i];
        }

        return offset;
    }
}
