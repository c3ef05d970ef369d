using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Turns a program's gates into kernels.</summary>
internal static class GateCompiler
{
    /// <summary>The kernel of a gate with these parameters; controls, added and intrinsic, are kept apart from the targets.</summary>
    public static GateKernel Compile(GateOperation operation, ReadOnlySpan<double> parameters)
    {
        var gate = operation.Gate;
        var core = gate.Target ?? gate;
        var controlCount = operation.ControlCount + gate.IntrinsicControls;
        var controls = new int[controlCount];
        ulong values = 0;
        for (var i = 0; i < controlCount; i++)
        {
            controls[i] = operation.Qubits[i];
            var actsOnOne = i >= operation.ControlStates.Length || operation.ControlStates[i];
            values |= (actsOnOne ? 1UL : 0) << i;
        }

        var targets = operation.Qubits.AsSpan()[controlCount..].ToArray();
        var matrix = GateCatalog.Matrix(core, parameters);
        if (targets.Length > 0)
        {
            return GateKernel.FromMatrix(targets, controls, values, matrix);
        }

        return PhaseOnControls(controls, values, matrix[0]);
    }

    /// <summary>A phase that acts where all controls have their values, as a diagonal on one of them.</summary>
    public static GateKernel PhaseOnControls(ReadOnlySpan<int> controls, ulong values, Complex phase)
    {
        if (controls.Length == 0)
        {
            return GateKernel.FromDiagonal([], [], 0, [phase]);
        }

        var last = controls.Length - 1;
        Complex[] phases = ((values >> last) & 1) != 0 ? [1, phase] : [phase, 1];
        return GateKernel.FromDiagonal([controls[last]], controls[..last].ToArray(), values & ~(1UL << last), phases);
    }
}
