using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Turns a program's gates into kernels; gates of one kind share their matrices.</summary>
internal sealed class GateCompiler
{
    private const int RecentForms = 64;

    private readonly Dictionary<Gate, GateShape> shapes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Gate, GateForm> forms = new(ReferenceEqualityComparer.Instance);
    private (Gate Gate, double[] Parameters, GateForm Form)[]? recent;

    /// <summary>The kernel of a gate with these parameters; controls, added and intrinsic, are kept apart from the targets.</summary>
    public GateKernel Compile(GateOperation operation, ReadOnlySpan<double> parameters) => Form(operation, parameters).On(operation.Qubits);

    /// <summary>A gate with these parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GateForm Form(GateOperation operation, ReadOnlySpan<double> parameters)
    {
        var gate = operation.Gate;
        if (operation.ControlCount > 0)
        {
            return Create(operation, parameters);
        }

        if (parameters.Length > 0)
        {
            return Recent(operation, parameters);
        }

        if (!forms.TryGetValue(gate, out var form))
        {
            forms.Add(gate, form = Create(operation, parameters));
        }

        return form;
    }

    /// <summary>A phase that acts where all controls have their values, as a diagonal on one of them.</summary>
    public static GateKernel PhaseOnControls(ReadOnlySpan<int> controls, ulong values, Complex phase) =>
        Phase(controls.Length, values, phase).On([.. controls]);

    /// <summary>Programs repeat their angles; equal ones among the last few share a form.</summary>
    private GateForm Recent(GateOperation operation, ReadOnlySpan<double> parameters)
    {
        var hash = RuntimeHelpers.GetHashCode(operation.Gate);
        foreach (var parameter in parameters)
        {
            hash = (hash * 31) + parameter.GetHashCode();
        }

        recent ??= new (Gate, double[], GateForm)[RecentForms];
        ref var entry = ref recent[(uint)(hash * -1640531527) >> 26];
        if (entry.Gate != operation.Gate || !parameters.SequenceEqual(entry.Parameters))
        {
            entry = (operation.Gate, parameters.ToArray(), Create(operation, parameters));
        }

        return entry.Form;
    }

    private GateForm Create(GateOperation operation, ReadOnlySpan<double> parameters)
    {
        var gate = operation.Gate;
        var core = gate.Target ?? gate;
        var controls = operation.ControlCount + gate.IntrinsicControls;
        var targets = operation.Qubits.Length - controls;
        ulong values = 0;
        for (var i = 0; i < controls; i++)
        {
            var actsOnOne = i >= operation.ControlStates.Length || operation.ControlStates[i];
            values |= (actsOnOne ? 1UL : 0) << i;
        }

        if (targets == 0)
        {
            return Phase(controls, values, GateCatalog.Matrix(core, parameters)[0]);
        }

        if (parameters.Length > 0)
        {
            return new GateForm(GateShape.Of(GateCatalog.Matrix(core, parameters), targets), controls, targets, values);
        }

        if (!shapes.TryGetValue(core, out var shape))
        {
            shapes.Add(core, shape = GateShape.Of(GateCatalog.Matrix(core, parameters), targets));
        }

        return new GateForm(shape, controls, targets, values);
    }

    private static GateForm Phase(int controls, ulong values, Complex phase)
    {
        if (controls == 0)
        {
            return new GateForm(GateShape.OfDiagonal([phase]), 0, 0, 0);
        }

        var last = controls - 1;
        Complex[] phases = ((values >> last) & 1) != 0 ? [1, phase] : [phase, 1];
        return new GateForm(GateShape.OfDiagonal(phases), last, 1, values & ~(1UL << last));
    }
}
