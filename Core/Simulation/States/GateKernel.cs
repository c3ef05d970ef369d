using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>
/// A unitary ready to be applied: targets (the first is the least significant bit of the matrix index), controls with the value on which each acts,
/// and the matrix by class. Qubit numbers are those of the state that it is applied to.
/// </summary>
internal sealed class GateKernel
{
    private static readonly GateShape ShapeX = GateShape.Of([0, 1, 1, 0], 1);
    private static readonly GateShape ShapeY = GateShape.Of([0, -Complex.ImaginaryOne, Complex.ImaginaryOne, 0], 1);
    private static readonly GateShape ShapeZ = GateShape.OfDiagonal([1, -1]);
    private static readonly GateShape ShapeI = GateShape.OfDiagonal([1, 1]);

    private readonly GateShape shape;
    private int[]? qubits;

    public GateKernel(GateShape shape, int[] targets, int[] controls, ulong controlValues)
    {
        this.shape = shape;
        Class = shape.IsIdentity(controls.Length > 0) ? GateKernelClass.Identity : shape.Class;
        Targets = targets;
        Controls = controls;
        ControlValues = controlValues;
    }

    public GateKernelClass Class { get; }

    public int[] Targets { get; }

    public int[] Controls { get; }

    /// <summary>Bit i is the value on which control i acts.</summary>
    public ulong ControlValues { get; }

    /// <summary>Dense: d × d, row by row. Diagonal: d phases. Permutation: the entry of each column.</summary>
    public Complex[] Elements => shape.Elements;

    /// <summary>Permutation: the row of each column's entry.</summary>
    public int[] Rows => shape.Rows;

    /// <summary>Whether it only exchanges two qubits.</summary>
    public bool IsSwap => Controls.Length == 0 && shape.IsExchange;

    /// <summary>Whether it only exchanges its two targets, where its controls hold.</summary>
    public bool IsExchange => shape.IsExchange;

    /// <summary>Whether it only inverts its target, where its controls hold.</summary>
    public bool IsNot => shape.IsNot;

    /// <summary>What it does to Pauli strings on targets and controls, in this order; <see langword="null"/> where it isn't a Clifford gate.</summary>
    public CliffordAction? Clifford => shape.Clifford(Targets.Length, Controls.Length, ControlValues);

    /// <summary>Targets, then controls.</summary>
    public int[] Qubits => qubits ??= Controls.Length == 0 ? Targets : [.. Targets, .. Controls];

    /// <summary>The matrix without controls, row by row.</summary>
    public Complex[] Matrix() => shape.Matrix();

    /// <summary>A Pauli on one qubit.</summary>
    public static GateKernel Pauli(char pauli, int qubit) => new(
        pauli switch
        {
            'X' => ShapeX,
            'Y' => ShapeY,
            'Z' => ShapeZ,
            'I' => ShapeI,
            _ => throw new ArgumentException($"'{pauli}' is no Pauli; I, X, Y and Z are.", nameof(pauli)),
        },
        [qubit],
        [],
        0);

    /// <summary>The same gate with other qubit numbers.</summary>
    public GateKernel Relabel(int[] targets, int[] controls, ulong controlValues) => new(shape, targets, controls, controlValues);
}
