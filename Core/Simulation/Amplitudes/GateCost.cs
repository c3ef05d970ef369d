using System.Numerics;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What gates cost, in cycles for each vector of the block once it is in the cache; measured with <c>bench engine-gates</c>.</summary>
internal static class GateCost
{
    private const double Not = 2;
    private const double Diagonal = 3;
    private const double Sweep = 4;

    public static double Of(LocalGate gate)
    {
        var share = 1.0 / (1L << BitOperations.PopCount((ulong)gate.ControlMask));
        switch (gate.Kind)
        {
            case LocalGateKind.Not:
                return Not * share;
            case LocalGateKind.Swap:
                return Not * share / 2;
            case LocalGateKind.Diagonal when gate.Targets.Length > 3:
                return Sweep * share;
            case LocalGateKind.Diagonal:
                var changed = 0;
                foreach (var phase in gate.Elements)
                {
                    changed += phase == Complex.One ? 0 : 1;
                }

                return Diagonal * share * changed / gate.Elements.Length;
            default:
                var real = Array.TrueForAll(gate.Elements, entry => entry.Imaginary == 0);
                return share * (gate.Targets.Length, real) switch
                {
                    (1, true) => 2.5,
                    (1, false) => 4.5,
                    (2, true) => 5,
                    (2, false) => gate.IsCrossed() ? 4.5 : 7.5,
                    (var targets, true) => 1.5 * (1 << targets),
                    (var targets, false) => 2.5 * (1 << targets),
                };
        }
    }
}
