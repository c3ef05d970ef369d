using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// The inverse of a gate: <see cref="Gate"/> with parameter i = <see cref="Signs"/>[i] · p[<see cref="Sources"/>[i]] + <see cref="Offsets"/>[i].
/// Without sources the parameters are the offsets alone.
/// </summary>
public sealed record GateInverse(Gate Gate, ImmutableArray<int> Sources, ImmutableArray<double> Signs, ImmutableArray<double> Offsets)
{
    /// <summary>The inverse's parameters for the parameters of the gate itself.</summary>
    public ImmutableArray<double> Apply(ReadOnlySpan<double> parameters)
    {
        if (Sources.IsEmpty)
        {
            return Offsets;
        }

        var inverse = new double[Sources.Length];
        for (var i = 0; i < inverse.Length; i++)
        {
            inverse[i] = (Signs[i] * parameters[Sources[i]]) + Offsets[i];
        }

        return ImmutableArray.Create(inverse);
    }
}
