using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Counts outcomes over the measured qubits and over the declared classical bits.</summary>
internal sealed class OutcomeTally
{
    private readonly CircuitProgram program;
    private readonly int[] qubits;
    private readonly int[] bits;
    private readonly BitStringCounts counts;
    private readonly BitStringCounts classicalCounts;

    public OutcomeTally(CircuitProgram program, ImmutableArray<int> measuredQubits)
    {
        this.program = program;
        qubits = [.. measuredQubits];
        bits = [.. program.ClassicalRegisters.SelectMany(register => Enumerable.Range(register.Start, register.Size))];
        counts = new BitStringCounts(qubits.Length);
        classicalCounts = new BitStringCounts(bits.Length);
    }

    /// <summary>The shots counted.</summary>
    public long Shots { get; private set; }

    /// <summary>Counts over the measured qubits, the first one rightmost; <see langword="null"/> if nothing is measured.</summary>
    public IReadOnlyDictionary<string, long>? Counts => qubits.Length == 0 ? null : counts.Listing([qubits.Length]);

    /// <summary>Counts over the declared bits in Qiskit's form; <see langword="null"/> if there are none.</summary>
    public IReadOnlyDictionary<string, long>? ClassicalCounts =>
        bits.Length == 0 ? null : classicalCounts.Listing([.. program.ClassicalRegisters.Select(register => register.Size)]);

    /// <summary>Adds shots with these outcomes by qubit (−1: none) and bits.</summary>
    public void Add(ReadOnlySpan<sbyte> outcomes, ReadOnlySpan<bool> values, long shots)
    {
        Shots += shots;
        var key = counts.Key;
        for (var i = 0; i < qubits.Length; i++)
        {
            key[i / 64] |= (outcomes[qubits[i]] > 0 ? 1UL : 0) << i;
        }

        counts.Add(shots);
        key = classicalCounts.Key;
        for (var i = 0; i < bits.Length; i++)
        {
            key[i / 64] |= (values[bits[i]] ? 1UL : 0) << i;
        }

        classicalCounts.Add(shots);
    }

    /// <summary>Adds so many shots, packed: for each qubit and each bit the set of the shots in which it is 1, or <see langword="null"/> where there is none.</summary>
    public void Add(ReadOnlySpan<ulong[]?> outcomes, ReadOnlySpan<ulong[]?> values, int shots)
    {
        Shots += shots;
        counts.Add(outcomes, qubits, shots);
        classicalCounts.Add(values, bits, shots);
    }
}
