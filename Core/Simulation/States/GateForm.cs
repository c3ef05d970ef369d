using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>A gate with its parameters, whatever the qubits that it acts on: leading controls, then targets. Gates of one kind share it.</summary>
internal sealed class GateForm(GateShape shape, int controlCount, int targetCount, ulong controlValues)
{
    private CliffordAction? clifford;
    private bool known;

    /// <summary>Whether it changes nothing, up to a phase.</summary>
    public bool IsIdentity { get; } = shape.IsIdentity(controlCount > 0);

    /// <summary>What it does to Pauli strings on targets and controls, in this order; <see langword="null"/> where it isn't a Clifford gate.</summary>
    public CliffordAction? Clifford
    {
        get
        {
            if (!known)
            {
                clifford = shape.Clifford(targetCount, controlCount, controlValues);
                known = true;
            }

            return clifford;
        }
    }

    /// <summary>Operands as <see cref="Clifford"/> orders them: themselves, or written to a buffer.</summary>
    public ReadOnlySpan<int> TargetsFirst(ImmutableArray<int> operands, Span<int> buffer)
    {
        if (controlCount == 0)
        {
            return operands.AsSpan();
        }

        operands.AsSpan()[controlCount..].CopyTo(buffer);
        operands.AsSpan()[..controlCount].CopyTo(buffer[targetCount..]);
        return buffer[..operands.Length];
    }

    /// <summary>The gate on these operands.</summary>
    public GateKernel On(ImmutableArray<int> operands) => controlCount == 0 && targetCount == operands.Length
        ? new GateKernel(shape, ImmutableCollectionsMarshal.AsArray(operands)!, [], 0)
        : new GateKernel(shape, operands.AsSpan().Slice(controlCount, targetCount).ToArray(), operands.AsSpan()[..controlCount].ToArray(), controlValues);

    /// <summary>Marks the operands whose outcome may be even after the gate, given those of which it may be before: conservative.</summary>
    public void Spread(ImmutableArray<int> operands, bool[] even)
    {
        if (IsIdentity || shape.Class == GateKernelClass.Diagonal)
        {
            return;
        }

        var any = shape.Class == GateKernelClass.Dense;
        foreach (var qubit in operands)
        {
            any |= even[qubit];
        }

        foreach (var qubit in operands)
        {
            even[qubit] = any;
        }
    }
}
