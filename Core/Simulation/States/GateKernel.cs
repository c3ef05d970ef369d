using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A unitary ready to be applied: targets (the first is the least significant bit of the matrix index), controls with the value on which each acts,
/// and the matrix by class. Qubit numbers are those of the state that it is applied to.
/// </summary>
internal sealed class GateKernel
{
    private const double Negligible = 1e-15;

    private GateKernel(GateKernelClass kind, int[] targets, int[] controls, ulong controlValues, Complex[] elements, int[] rows)
    {
        Class = kind;
        Targets = targets;
        Controls = controls;
        ControlValues = controlValues;
        Elements = elements;
        Rows = rows;
    }

    public GateKernelClass Class { get; }

    public int[] Targets { get; }

    public int[] Controls { get; }

    /// <summary>Bit i is the value on which control i acts.</summary>
    public ulong ControlValues { get; }

    /// <summary>Dense: d × d, row by row. Diagonal: d phases. Permutation: the entry of each column.</summary>
    public Complex[] Elements { get; }

    /// <summary>Permutation: the row of each column's entry.</summary>
    public int[] Rows { get; }

    /// <summary>Whether it only exchanges two qubits.</summary>
    public bool IsSwap => Controls.Length == 0 && IsExchange;

    /// <summary>Whether it only exchanges its two targets, where its controls hold.</summary>
    public bool IsExchange => Class == GateKernelClass.Permutation && Targets.Length == 2
        && Rows is [0, 2, 1, 3] && Array.TrueForAll(Elements, entry => entry == Complex.One);

    /// <summary>Whether it only inverts its target.</summary>
    public bool IsNot => Class == GateKernelClass.Permutation && Rows is [1, 0] && Elements[0] == Complex.One && Elements[1] == Complex.One;

    /// <summary>The matrix without controls, row by row.</summary>
    public Complex[] Matrix()
    {
        if (Class == GateKernelClass.Dense)
        {
            return Elements;
        }

        var dimension = Elements.Length;
        var matrix = new Complex[dimension * dimension];
        for (var column = 0; column < dimension; column++)
        {
            matrix[((Class == GateKernelClass.Permutation ? Rows[column] : column) * dimension) + column] = Elements[column];
        }

        return matrix;
    }

    /// <summary>The kernel of a d × d matrix, row by row.</summary>
    public static GateKernel FromMatrix(int[] targets, int[] controls, ulong controlValues, ReadOnlySpan<Complex> matrix)
    {
        var dimension = 1 << targets.Length;
        var rows = new int[dimension];
        var entries = new Complex[dimension];
        var diagonal = true;
        for (var column = 0; column < dimension; column++)
        {
            var found = 0;
            for (var row = 0; row < dimension; row++)
            {
                var value = matrix[(row * dimension) + column];
                if (Math.Abs(value.Real) > Negligible || Math.Abs(value.Imaginary) > Negligible)
                {
                    found++;
                    rows[column] = row;
                    entries[column] = value;
                }
            }

            if (found != 1)
            {
                return new GateKernel(GateKernelClass.Dense, targets, controls, controlValues, matrix.ToArray(), []);
            }

            diagonal &= rows[column] == column;
        }

        return diagonal ? FromDiagonal(targets, controls, controlValues, entries)
            : new GateKernel(GateKernelClass.Permutation, targets, controls, controlValues, entries, rows);
    }

    /// <summary>The kernel of a diagonal.</summary>
    public static GateKernel FromDiagonal(int[] targets, int[] controls, ulong controlValues, Complex[] phases)
    {
        var identity = controls.Length == 0
            ? phases.All(phase => Complex.Abs(phase - phases[0]) <= Negligible)
            : phases.All(phase => Complex.Abs(phase - Complex.One) <= Negligible);
        return new GateKernel(identity ? GateKernelClass.Identity : GateKernelClass.Diagonal, targets, controls, controlValues, phases, []);
    }

    /// <summary>A Pauli on one qubit.</summary>
    public static GateKernel Pauli(char pauli, int qubit) => pauli switch
    {
        'X' => FromMatrix([qubit], [], 0, [0, 1, 1, 0]),
        'Y' => FromMatrix([qubit], [], 0, [0, -Complex.ImaginaryOne, Complex.ImaginaryOne, 0]),
        'Z' => FromDiagonal([qubit], [], 0, [1, -1]),
        'I' => FromDiagonal([qubit], [], 0, [1, 1]),
        _ => throw new ArgumentException($"'{pauli}' is no Pauli; I, X, Y and Z are.", nameof(pauli)),
    };

    /// <summary>The same gate with other qubit numbers.</summary>
    public GateKernel Relabel(int[] targets, int[] controls, ulong controlValues) => new(Class, targets, controls, controlValues, Elements, Rows);
}
