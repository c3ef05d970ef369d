using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A gate's matrix beside its controls, by class; gates of one kind share it.</summary>
internal sealed class GateShape
{
    private const double Negligible = 1e-15;

    private (int Controls, ulong Values, CliffordAction? Action)[] cliffords = [];

    private GateShape(GateKernelClass kind, Complex[] elements, int[] rows)
    {
        Class = kind;
        Elements = elements;
        Rows = rows;
        IsExchange = kind == GateKernelClass.Permutation && rows is [0, 2, 1, 3] && Array.TrueForAll(elements, entry => entry == Complex.One);
        IsNot = kind == GateKernelClass.Permutation && rows is [1, 0] && Array.TrueForAll(elements, entry => entry == Complex.One);
    }

    public GateKernelClass Class { get; }

    /// <summary>Dense: d × d, row by row. Diagonal: d phases. Permutation: the entry of each column.</summary>
    public Complex[] Elements { get; }

    /// <summary>Permutation: the row of each column's entry.</summary>
    public int[] Rows { get; }

    /// <summary>Whether it exchanges two qubits.</summary>
    public bool IsExchange { get; }

    /// <summary>Whether it inverts a qubit.</summary>
    public bool IsNot { get; }

    /// <summary>The shape of a matrix, row by row.</summary>
    public static GateShape Of(ReadOnlySpan<Complex> matrix, int targets)
    {
        var dimension = 1 << targets;
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
                return new GateShape(GateKernelClass.Dense, matrix.ToArray(), []);
            }

            diagonal &= rows[column] == column;
        }

        return diagonal ? OfDiagonal(entries) : new GateShape(GateKernelClass.Permutation, entries, rows);
    }

    /// <summary>The shape of a diagonal.</summary>
    public static GateShape OfDiagonal(Complex[] phases) => new(GateKernelClass.Diagonal, phases, []);

    /// <summary>Whether it is the identity; without controls, up to a phase.</summary>
    public bool IsIdentity(bool controlled)
    {
        var reference = controlled ? Complex.One : Elements[0];
        return Class == GateKernelClass.Diagonal && Array.TrueForAll(Elements, phase => Complex.Abs(phase - reference) <= Negligible);
    }

    /// <summary>What the gate with so many controls does to Pauli strings, targets first; <see langword="null"/> where it isn't a Clifford gate.</summary>
    public CliffordAction? Clifford(int targets, int controls, ulong values)
    {
        var known = Volatile.Read(ref cliffords);
        foreach (var entry in known)
        {
            if (entry.Controls == controls && entry.Values == values)
            {
                return entry.Action;
            }
        }

        var qubits = targets + controls;
        CliffordAction? action = null;
        if (qubits <= 3)
        {
            var unitary = new Complex[1 << (2 * qubits)];
            var local = new LocalGate(
                LocalGateKind.Dense, [.. Enumerable.Range(0, targets)], ((1L << controls) - 1) << targets, (long)values << targets, Matrix());
            GateAlgebra.Embed(local, [.. Enumerable.Range(0, qubits)], unitary);
            action = CliffordAction.Of(unitary, qubits);
        }

        Volatile.Write(ref cliffords, [.. known, (controls, values, action)]);
        return action;
    }

    /// <summary>The matrix, row by row.</summary>
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
}
