using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Where shots take their chances and errors from. Turns are those of the enclosing loops, from 1, outer ones first.</summary>
internal abstract class Chance
{
    /// <summary>Makes sure that there is a record of an operation that a run goes through.</summary>
    public virtual void Require(Operation operation, ReadOnlySpan<int> turns)
    {
    }

    /// <summary>The double that each shot draws for a measurement or reset.</summary>
    public abstract void Draw(Operation operation, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<double> doubles);

    /// <summary>The shots, by their places and packed, whose double is at least ½: those with outcome 1 of an even measurement.</summary>
    public virtual void DrawEven(Operation operation, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<ulong> ones)
    {
        var doubles = new double[shots.Length];
        Draw(operation, turns, shots, doubles);
        for (var place = 0; place < doubles.Length; place++)
        {
            ones[place / 64] |= (doubles[place] >= 0.5 ? 1UL : 0) << place;
        }
    }

    /// <summary>The shots whose readout flipped, ascending.</summary>
    public virtual ReadOnlySpan<int> FlippedShots(Operation operation, ReadOnlySpan<int> turns) => [];

    /// <summary>The hand-over errors before an operation, or <see langword="null"/>.</summary>
    public virtual ShotErrors? LinkErrors(Operation operation, ReadOnlySpan<int> turns) => null;

    /// <summary>The Paulis after an operation, or <see langword="null"/>.</summary>
    public virtual ShotErrors? GateErrors(Operation operation, ReadOnlySpan<int> turns) => null;

    /// <summary>The damping of a qubit after an operation, with each shot's double; 0 where there is none.</summary>
    public virtual double Damping(Operation operation, int qubit, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<double> doubles) => 0;

    /// <summary>These shots had an error: Paulis on qubits in operand order, or a damping's jump.</summary>
    public virtual void Happened(NodeError error, ReadOnlySpan<int> turns, Operation operation, ReadOnlySpan<int> shots)
    {
    }

    /// <summary>That many readouts flipped.</summary>
    public virtual void Flipped(int count)
    {
    }
}
