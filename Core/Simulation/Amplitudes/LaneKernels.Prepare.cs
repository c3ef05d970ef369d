using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Coefficients of prepared gates.</summary>
internal sealed unsafe partial class LaneKernels<TLanes, TElement>
{
    private static void PrepareDense(LocalGate gate, ref PreparedGate prepared)
    {
        var dimension = 1 << gate.Targets.Length;
        var patterns = 1 << prepared.Low;
        var data = (TElement*)prepared.Coefficients;
        prepared.Form = FormOf(gate, prepared.High, prepared.Low);
        if (prepared.Form == DenseForm.Crossed)
        {
            PrepareCrossed(gate, prepared.High, prepared.Low, data);
            return;
        }

        if (prepared.Form == DenseForm.Products && prepared.Low == 0)
        {
            PrepareProducts(gate, data);
            return;
        }

        if (prepared.Low == 0 && (gate.ControlMask & LaneMask) == 0)
        {
            PrepareUniform(gate, data + VectorElements);
            return;
        }

        if (prepared.Form == DenseForm.Columns)
        {
            PrepareColumns(gate, data);
            return;
        }

        Span<int> lowTargets = stackalloc int[prepared.Low];
        Span<int> lowPlaces = stackalloc int[prepared.Low];
        Span<int> highPlaces = stackalloc int[prepared.High];
        Places(gate.Targets, lowTargets, lowPlaces, highPlaces);
        Span<int> source = stackalloc int[Step];
        var first = prepared.Form == DenseForm.Products ? 1 : 0;
        for (var pattern = first; pattern < patterns; pattern++)
        {
            var flip = (int)Deposit(pattern, lowTargets);
            for (var lane = 0; lane < Step; lane++)
            {
                source[lane] = lane ^ flip;
            }

            TLanes.Store(data + ((pattern - first) * VectorElements), TLanes.Permutation(source));
        }

        var coefficients = data + ((patterns - first) * VectorElements);
        if (prepared.Form == DenseForm.Products && (gate.ControlMask & LaneMask) == 0)
        {
            PrepareMixedProducts(gate, lowTargets[0], lowPlaces[0], coefficients);
            return;
        }

        Span<int> lowIndex = stackalloc int[Step];
        for (var lane = 0; lane < Step; lane++)
        {
            lowIndex[lane] = Gather(lane, lowTargets, lowPlaces);
        }

        for (var output = 0; output < 1 << prepared.High; output++)
        {
            var rows = (int)Deposit(output, highPlaces);
            for (var input = 0; input < 1 << prepared.High; input++)
            {
                var columns = (int)Deposit(input, highPlaces);
                for (var pattern = 0; pattern < patterns; pattern++)
                {
                    var flip = (int)Deposit(pattern, lowTargets);
                    for (var lane = 0; lane < Step; lane++)
                    {
                        var row = rows | lowIndex[lane];
                        var column = columns | lowIndex[lane ^ flip];
                        var value = Acts(gate, lane)
                            ? gate.Elements[(row * dimension) + column]
                            : output == input && pattern == 0 ? Complex.One : Complex.Zero;
                        if (prepared.Form == DenseForm.Products)
                        {
                            WriteProducts(coefficients, lane, value);
                        }
                        else
                        {
                            Write(coefficients, lane, value);
                        }
                    }

                    coefficients += prepared.Form == DenseForm.Products ? VectorElements : 2 * VectorElements;
                }
            }

            coefficients += prepared.Form == DenseForm.Products ? Row - (4 * VectorElements) : 0;
        }
    }

    /// <summary>The same coefficients at all places of a vector.</summary>
    private static void PrepareUniform(LocalGate gate, TElement* coefficients)
    {
        var signs = Alternating(1);
        foreach (var value in gate.Elements)
        {
            TLanes.Store(coefficients, TLanes.Fill(TElement.CreateTruncating(value.Real)));
            TLanes.Store(coefficients + VectorElements, TLanes.Multiply(TLanes.Fill(TElement.CreateTruncating(value.Imaginary)), signs));
            coefficients += 2 * VectorElements;
        }
    }

    private static DenseForm FormOf(LocalGate gate, int high, int low)
    {
        var real = Array.TrueForAll(gate.Elements, element => element.Imaginary == 0);
        if (!real && gate.IsCrossed())
        {
            return DenseForm.Crossed;
        }

        return (high, low) switch
        {
            (0, 2) when Step == 4 => DenseForm.Columns,
            _ when real => DenseForm.Real,
            (1, 1) when Step == 4 && sizeof(TElement) == sizeof(double) => DenseForm.Products,
            (2, 0) when (gate.ControlMask & LaneMask) == 0 => DenseForm.Products,
            _ => DenseForm.Complex,
        };
    }

    private static void PrepareDiagonal(LocalGate gate, ref PreparedGate prepared)
    {
        var data = (TElement*)prepared.Coefficients;
        Span<int> lowTargets = stackalloc int[prepared.Low];
        Span<int> lowPlaces = stackalloc int[prepared.Low];
        Span<int> highPlaces = stackalloc int[prepared.High];
        Places(gate.Targets, lowTargets, lowPlaces, highPlaces);
        if (prepared.IsSweep)
        {
            SortByTarget(gate.Targets, highPlaces);
        }

        var kept = 0;
        for (var combination = 0; combination < 1 << prepared.High; combination++)
        {
            var identity = true;
            for (var lane = 0; lane < Step; lane++)
            {
                var value = Acts(gate, lane)
                    ? gate.Elements[(int)Deposit(combination, highPlaces) | Gather(lane, lowTargets, lowPlaces)]
                    : Complex.One;
                identity &= value == Complex.One;
                Write(data, lane, value);
            }

            if (!identity || prepared.IsSweep)
            {
                if (!prepared.IsSweep)
                {
                    prepared.Offsets[kept] = prepared.Offsets[combination];
                }

                kept++;
                data += 2 * VectorElements;
            }
        }

        prepared.High = prepared.IsSweep ? prepared.High : kept;
    }

    private static void PrepareNot(LocalGate gate, ref PreparedGate prepared)
    {
        var acting = 0;
        Span<int> source = stackalloc int[Step];
        for (var lane = 0; lane < Step; lane++)
        {
            var acts = Acts(gate, lane);
            acting |= acts ? 1 << lane : 0;
            source[lane] = acts && prepared.Low == 1 ? lane ^ (1 << gate.Targets[0]) : lane;
        }

        prepared.IsWhole = acting == (1 << Step) - 1;
        TLanes.Store((TElement*)prepared.Coefficients, prepared.Low == 1 ? TLanes.Permutation(source) : TLanes.Mask(acting));
    }

    /// <summary>
    /// Of an exchange within vectors: where its numbers come from. Of one between a vector's numbers and vectors: where they come from,
    /// and which the first and which the second vector keeps.
    /// </summary>
    private static void PrepareSwap(LocalGate gate, ref PreparedGate prepared)
    {
        var data = (TElement*)prepared.Coefficients;
        if (prepared.Low == 2)
        {
            Span<int> source = stackalloc int[Step];
            for (var lane = 0; lane < Step; lane++)
            {
                var differ = (((lane >> gate.Targets[0]) ^ (lane >> gate.Targets[1])) & 1) != 0;
                source[lane] = differ && Acts(gate, lane) ? lane ^ (1 << gate.Targets[0]) ^ (1 << gate.Targets[1]) : lane;
            }

            TLanes.Store(data, TLanes.Permutation(source));
            return;
        }

        var bit = Math.Min(gate.Targets[0], gate.Targets[1]);
        int first = 0, second = 0;
        for (var lane = 0; lane < Step; lane++)
        {
            var set = ((lane >> bit) & 1) != 0;
            first |= Acts(gate, lane) && set ? 0 : 1 << lane;
            second |= Acts(gate, lane) && !set ? 0 : 1 << lane;
        }

        TLanes.Store(data, ExchangedPlaces[bit]);
        TLanes.Store(data + VectorElements, TLanes.Mask(first));
        TLanes.Store(data + (2 * VectorElements), TLanes.Mask(second));
    }

    /// <summary>Whether a gate's controls within a vector hold at a place.</summary>
    private static bool Acts(LocalGate gate, int lane) => (lane & gate.ControlMask & LaneMask) == (gate.ControlValue & LaneMask);

    /// <summary>Parts the targets: their bits within a vector, and the places that low and high ones have in the matrix index.</summary>
    private static void Places(int[] targets, Span<int> lowTargets, Span<int> lowPlaces, Span<int> highPlaces)
    {
        int low = 0, high = 0;
        for (var place = 0; place < targets.Length; place++)
        {
            if (1L << targets[place] >= Step)
            {
                highPlaces[high++] = place;
            }
            else
            {
                lowTargets[low] = targets[place];
                lowPlaces[low++] = place;
            }
        }
    }

    private static void SortByTarget(int[] targets, Span<int> places) => places.Sort((left, right) => targets[left].CompareTo(targets[right]));

    private static int Gather(int lane, ReadOnlySpan<int> lowTargets, ReadOnlySpan<int> lowPlaces)
    {
        var index = 0;
        for (var i = 0; i < lowTargets.Length; i++)
        {
            index |= ((lane >> lowTargets[i]) & 1) << lowPlaces[i];
        }

        return index;
    }

    /// <summary>A, −(A + B) and B − A of A + iB, four vectors apart, twice each.</summary>
    private static void WriteProducts(TElement* vectors, int lane, Complex value)
    {
        vectors += 2 * lane;
        vectors[0] = vectors[1] = TElement.CreateTruncating(value.Real);
        vectors += 4 * VectorElements;
        vectors[0] = vectors[1] = TElement.CreateTruncating(-(value.Real + value.Imaginary));
        vectors += 4 * VectorElements;
        vectors[0] = vectors[1] = TElement.CreateTruncating(value.Imaginary - value.Real);
    }

    private static void Write(TElement* pair, int lane, Complex value)
    {
        pair[2 * lane] = pair[(2 * lane) + 1] = TElement.CreateTruncating(value.Real);
        pair[VectorElements + (2 * lane)] = TElement.CreateTruncating(-value.Imaginary);
        pair[VectorElements + (2 * lane) + 1] = TElement.CreateTruncating(value.Imaginary);
    }
}
