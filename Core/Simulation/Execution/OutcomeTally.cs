using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Counts outcomes over the measured qubits and over the declared classical bits.</summary>
internal sealed class OutcomeTally(CircuitProgram program, ImmutableArray<int> measuredQubits)
{
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> classicalCounts = new(StringComparer.Ordinal);
    private readonly char[] countsKey = new char[measuredQubits.Length];
    private readonly char[] classicalKey = ClassicalTemplate(program);

    /// <summary>The shots counted.</summary>
    public long Shots { get; private set; }

    /// <summary>Counts over the measured qubits, the first one rightmost; <see langword="null"/> if nothing is measured.</summary>
    public IReadOnlyDictionary<string, long>? Counts => measuredQubits.IsEmpty ? null : Sorted(counts);

    /// <summary>Counts over the declared bits in Qiskit's form; <see langword="null"/> if there are none.</summary>
    public IReadOnlyDictionary<string, long>? ClassicalCounts => program.DeclaredBitCount == 0 ? null : Sorted(classicalCounts);

    /// <summary>Adds shots with these outcomes by qubit (−1: none) and bits.</summary>
    public void Add(ReadOnlySpan<sbyte> outcomes, ReadOnlySpan<bool> bits, long shots)
    {
        Shots += shots;
        if (countsKey.Length > 0)
        {
            for (var i = 0; i < countsKey.Length; i++)
            {
                countsKey[countsKey.Length - 1 - i] = outcomes[measuredQubits[i]] > 0 ? '1' : '0';
            }

            Count(counts, countsKey, shots);
        }

        if (program.DeclaredBitCount > 0)
        {
            var place = classicalKey.Length - 1;
            foreach (var register in program.ClassicalRegisters)
            {
                for (var bit = 0; bit < register.Size; bit++)
                {
                    classicalKey[place--] = bits[register.Start + bit] ? '1' : '0';
                }

                place--;
            }

            Count(classicalCounts, classicalKey, shots);
        }
    }

    private static void Count(Dictionary<string, long> counts, ReadOnlySpan<char> key, long shots)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup[key] = lookup.TryGetValue(key, out var count) ? count + shots : shots;
    }

    private static char[] ClassicalTemplate(CircuitProgram program) =>
        string.Join(' ', program.ClassicalRegisters.Reverse().Select(register => new string('0', register.Size))).ToCharArray();

    private static OrderedDictionary<string, long> Sorted(Dictionary<string, long> counts) =>
        new(counts.OrderBy(pair => pair.Key, StringComparer.Ordinal), StringComparer.Ordinal);
}
