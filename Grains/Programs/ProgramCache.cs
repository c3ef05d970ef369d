using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Grains;

/// <summary>
/// Reads circuits on the compute pool and keeps the last programs, so that a text that the submission has read is not read again by its job. Thread-safe.
/// </summary>
public sealed class ProgramCache(ComputePool compute, GrainsOptions options)
{
    private const int MostPrograms = 1024;
    private const int MostOperations = 1_000_000;
    private const int LargestKept = 100_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, CircuitReading Reading)>> byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, CircuitReading Reading)> latest = new();
    private int operations;

    /// <summary>The program of a text with the values of its inputs, or its faults.</summary>
    public async Task<CircuitReading> ReadAsync(
        string circuit, ImmutableDictionary<string, ClassicalValue> parameters, bool physicalProtocols, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(parameters);
        string key = KeyOf(circuit, parameters, physicalProtocols);
        lock (gate)
        {
            if (byKey.TryGetValue(key, out LinkedListNode<(string Key, CircuitReading Reading)>? node))
            {
                latest.Remove(node);
                latest.AddFirst(node);
                return node.Value.Reading;
            }
        }

        CircuitReading reading = await compute.Quick(
            _ => CircuitReading.Of(CircuitParser.Parse(circuit, options.Circuits with { MaximumTextBytes = options.MaximumCircuitBytes, Parameters = parameters })),
            cancellationToken);
        if (circuit.Length <= LargestKept && SizeOf(reading) <= LargestKept)
        {
            Keep(key, reading);
        }

        return reading;
    }

    /// <summary>The program of a job, whose text was accepted when it was submitted.</summary>
    public async Task<CircuitReading> ReadAsync(JobSubmission submission, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        (ImmutableDictionary<string, ClassicalValue> parameters, _) = CircuitParameters.Read(submission.Parameters);
        return await ReadAsync(submission.Circuit, parameters, submission.PhysicalProtocols, cancellationToken);
    }

    private void Keep(string key, CircuitReading reading)
    {
        lock (gate)
        {
            if (byKey.ContainsKey(key))
            {
                return;
            }

            byKey[key] = latest.AddFirst((key, reading));
            operations += SizeOf(reading);
            while (byKey.Count > MostPrograms || operations > MostOperations)
            {
                (string oldest, CircuitReading dropped) = latest.Last!.Value;
                byKey.Remove(oldest);
                latest.RemoveLast();
                operations -= SizeOf(dropped);
            }
        }
    }

    private static int SizeOf(CircuitReading reading) => reading.Program?.Operations.Count ?? 0;

    private static string KeyOf(string circuit, ImmutableDictionary<string, ClassicalValue> parameters, bool physicalProtocols)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(circuit));
        foreach ((string name, ClassicalValue value) in parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0{value}"));
        }

        hash.AppendData([physicalProtocols ? (byte)1 : (byte)0]);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
