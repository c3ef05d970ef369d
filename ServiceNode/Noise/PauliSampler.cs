using System.Collections.Immutable;
using System.Runtime.InteropServices;

using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Draws in which shots something happens, skipping from one to the next, and which Pauli it was.</summary>
internal static class PauliSampler
{
    private const int Listed = 16;

    /// <summary>The shots, ascending, that happen with probability p each.</summary>
    public static ImmutableArray<int> Shots(ref NoiseRandom random, double probability, int shots)
    {
        if (probability <= 0)
        {
            return [];
        }

        ImmutableArray<int>.Builder? hits = null;
        Gaps gaps = new(probability);
        for (long shot = gaps.Next(ref random); shot < shots; shot += 1 + gaps.Next(ref random))
        {
            (hits ??= ImmutableArray.CreateBuilder<int>()).Add((int)shot);
        }

        return hits?.DrainToImmutable() ?? [];
    }

    /// <summary>Adds one entry for each Pauli that happened, by its first shot.</summary>
    public static void Add(ImmutableArray<NodeError>.Builder errors, ref NoiseRandom random, string? operationId, string kind, ImmutableArray<int> qubits, double probability, int shots)
    {
        if (probability <= 0)
        {
            return;
        }

        List<(string Pauli, List<int> Shots)>? found = null;
        Dictionary<string, int>? places = null;
        Gaps gaps = new(probability);
        for (long shot = gaps.Next(ref random); shot < shots; shot += 1 + gaps.Next(ref random))
        {
            string pauli = DrawPauli(ref random, qubits.Length);
            found ??= [];
            int at = places is null ? found.FindIndex(f => f.Pauli == pauli) : places.GetValueOrDefault(pauli, -1);
            if (at < 0)
            {
                found.Add((pauli, [(int)shot]));
                if (found.Count >= Listed)
                {
                    // Of gates on many qubits nearly every error is another.
                    places ??= found.Take(found.Count - 1).Select((f, place) => (f.Pauli, place)).ToDictionary(f => f.Pauli, f => f.place);
                    places.Add(pauli, found.Count - 1);
                }
            }
            else
            {
                found[at].Shots.Add((int)shot);
            }
        }

        foreach ((string pauli, List<int> hits) in found ?? [])
        {
            errors.Add(new NodeError(operationId, kind, qubits, pauli, ImmutableCollectionsMarshal.AsImmutableArray(hits.ToArray())));
        }
    }

    /// <summary>One of the Paulis on k qubits other than the identity, all equally likely.</summary>
    private static string DrawPauli(ref NoiseRandom random, int qubits)
    {
        Span<char> letters = qubits <= 256 ? stackalloc char[qubits] : new char[qubits];
        while (true)
        {
            bool identity = true;
            ulong bits = 0;
            for (int i = 0; i < qubits; i++)
            {
                bits = i % 32 == 0 ? random.Next() : bits >> 2;
                letters[i] = "IXYZ"[(int)(bits & 3)];
                identity &= (bits & 3) == 0;
            }

            if (!identity)
            {
                return Interned(letters);
            }
        }
    }

    private static string Interned(ReadOnlySpan<char> letters) => letters switch
    {
        "X" => "X",
        "Y" => "Y",
        "Z" => "Z",
        _ => letters.ToString(),
    };

    /// <summary>How many shots pass without an event before the next: ⌊ln u / ln(1 − p)⌋, the geometric distribution.</summary>
    private readonly struct Gaps(double probability)
    {
        private readonly double _scale = probability >= 1 ? 0 : 1 / Math.Log(1 - probability);

        public long Next(ref NoiseRandom random) => (long)Math.Min(int.MaxValue, Math.Log(random.NextUnit()) * _scale);
    }
}
