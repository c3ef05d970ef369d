using System.Numerics;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Turns a program's gates into kernels; gates without parameters share their shapes.</summary>
internal sealed class GateCompiler
{
    private readonly Dictionary<Gate, GateShape> shapes = new(ReferenceEqualityComparer.Instance);

    /// <summary>The kernel of a gate with these parameters; controls, added and intrinsic, are kept apart from the targets.</summary>
    public GateKernel Compile(GateOperation operation, ReadOnlySpan<double> parameters)
    {
        var gate = operation.Gate;
        var core = gate.Target ?? gate;
        var controlCount = operation.ControlCount + gate.IntrinsicControls;
        int[] controls = controlCount == 0 ? [] : new int[controlCount];
        ulong values = 0;
        for (var i = 0; i < controlCount; i++)
        {
            controls[i] = operation.Qubits[i];
            var actsOnOne = i >= operation.ControlStates.Length || operation.ControlStates[i];
            values |= (actsOnOne ? 1UL : 0) << i;
        }

        var targets = controlCount == 0 ? ImmutableCollectionsMarshal.AsArray(operation.Qubits)! : operation.Qubits.AsSpan()[controlCount..].ToArray();
        if (targets.Length == 0)
        {
            return PhaseOnControls(controls, values, GateCatalog.Matrix(core, parameters)[0]);
        }

        if (parameters.Length > 0)
        {
            return new GateKernel(GateShape.Of(GateCatalog.Matrix(core, parameters), targets.Length), targets, controls, values);
        }

        if (!shapes.TryGetValue(core, out var shape))
        {
            shapes.Add(core, shape = GateShape.Of(GateCatalog.Matrix(core, parameters), targets.Length));
        }

        return new GateKernel(shape, targets, controls, values);
    }

    /// <summary>A phase that acts where all controls have their values, as a diagonal on one of them.</summary>
    public static GateKernel PhaseOnControls(ReadOnlySpan<int> controls, ulong values, Complex phase)
    {
        if (controls.Length == 0)
        {
            return new GateKernel(GateShape.OfDiagonal([phase]), [], [], 0);
        }

        var last = controls.Length - 1;
        Complex[] phases = ((values >> last) & 1) != 0 ? [1, phase] : [phase, 1];
        return new GateKernel(GateShape.OfDiagonal(phases), [controls[last]], controls[..last].ToArray(), values & ~(1UL << last));
    }
}
