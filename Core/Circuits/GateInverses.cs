using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>The rules by which gates are inverted; gates without a rule are their own inverse, gates of angles alone negate all of them.</summary>
internal static class GateInverses
{
    /// <summary>Whether the gate's square is the identity.</summary>
    public static bool IsSelfInverse(Gate gate) => gate.ParameterCount == 0 && Of(gate).Gate == gate;

    /// <summary>Whether the gate's k-th power is the gate with k times its one angle.</summary>
    public static bool IsRotation(Gate gate) => gate.Name is "gphase" or "p" or "u1" or "rx" or "ry" or "rz" or "cp" or "cu1" or "crx" or "cry" or "crz"
        or "rxx" or "ryy" or "rzz" or "rzx";

    /// <summary>For a gate that is the phase k·π/4 on |1⟩, or on |11⟩, this k; 0 for all others.</summary>
    public static int EighthTurns(Gate gate) => gate.Name switch
    {
        "t" => 1,
        "s" or "cs" => 2,
        "sdg" or "csdg" => 6,
        "tdg" => 7,
        _ => 0,
    };

    public static GateInverse Of(Gate gate)
    {
        switch (gate.Name)
        {
            case "s": return Renamed("sdg");
            case "sdg": return Renamed("s");
            case "t": return Renamed("tdg");
            case "tdg": return Renamed("t");
            case "sx": return Renamed("sxdg");
            case "sxdg": return Renamed("sx");
            case "cs": return Renamed("csdg");
            case "csdg": return Renamed("cs");
            case "u2":
                // u2(φ, λ)⁻¹ = u2(−λ − π, −φ + π)
                return new GateInverse(gate, [1, 0], [-1, -1], [-Math.PI, Math.PI]);
            case "u2_su2":
                return new GateInverse(gate, [1, 0], [-1, -1], [-Math.PI, Math.PI]);
            case "u" or "u3" or "U" or "cu3" or "u3_su2":
                return new GateInverse(gate, [0, 2, 1], [-1, -1, -1], [0, 0, 0]);
            case "u4" or "cu":
                return new GateInverse(gate, [0, 2, 1, 3], [-1, -1, -1, -1], [0, 0, 0, 0]);
            case "u0":
                return new GateInverse(gate, [0], [1], [0]);
            case "r" or "xx_minus_yy" or "xx_plus_yy":
                return new GateInverse(gate, [0, 1], [-1, 1], [0, 0]);
            case "iswap" or "dcx" or "csx" or "c3sqrtx" or "rc3x":
                return ByMatrix(gate);
            case GateCatalog.UnitaryName:
                return Adjoint(gate);
            default:
                return gate.ParameterCount == 0
                    ? new GateInverse(gate, [], [], [])
                    : new GateInverse(gate, [.. Enumerable.Range(0, gate.ParameterCount)], [.. Enumerable.Repeat(-1.0, gate.ParameterCount)],
                        [.. Enumerable.Repeat(0.0, gate.ParameterCount)]);
        }
    }

    private static GateInverse Renamed(string name) => new(GateCatalog.Get(name), [], [], []);

    /// <summary>For a gate without parameters whose inverse the catalog doesn't have: its adjoint matrix, as constants.</summary>
    private static GateInverse ByMatrix(Gate gate)
    {
        var matrix = GateMatrices.Of(gate, []);
        var dimension = 1 << gate.QubitCount;
        var offsets = new double[2 * matrix.Length];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                var entry = matrix[(column * dimension) + row];
                offsets[2 * ((row * dimension) + column)] = entry.Real;
                offsets[(2 * ((row * dimension) + column)) + 1] = -entry.Imaginary;
            }
        }

        return new GateInverse(GateCatalog.Unitary(gate.QubitCount), [], [], ImmutableArray.Create(offsets));
    }

    private static GateInverse Adjoint(Gate gate)
    {
        var dimension = 1 << gate.QubitCount;
        var sources = new int[gate.ParameterCount];
        var signs = new double[gate.ParameterCount];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                for (var part = 0; part < 2; part++)
                {
                    var index = (2 * ((row * dimension) + column)) + part;
                    sources[index] = (2 * ((column * dimension) + row)) + part;
                    signs[index] = part == 0 ? 1 : -1;
                }
            }
        }

        return new GateInverse(gate, ImmutableArray.Create(sources), ImmutableArray.Create(signs), ImmutableArray.Create(new double[gate.ParameterCount]));
    }
}
