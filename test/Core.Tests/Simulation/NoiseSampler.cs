using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>
/// Draws what nodes would report under a model of the set <c>noise</c>: after each gate depolarizing, dephasing and amplitude damping on its qubits, at the end readout errors.
/// </summary>
public sealed class NoiseSampler(JsonElement model, int shots, int seed)
{
    private static readonly char[] Paulis = ['I', 'X', 'Y', 'Z'];

    private readonly Random random = new(seed);

    /// <summary>What the probabilities of one kind are multiplied by, to draw what a wrong engine would.</summary>
    public (string Kind, double By) Factor { get; init; } = ("", 1);

    /// <summary>The model's P(read 1 | 0), taken for both outcomes.</summary>
    public double ReadoutFlip => model.Get("readout") is { ValueKind: JsonValueKind.Object } readout ? readout.GetProperty("p01").GetDouble() : 0;

    public IEnumerable<FragmentRecord> Records(CircuitProgram program) => program.Operations
        .Where(operation => operation.ServiceType.Length > 0)
        .Select(operation => operation is MeasureOperation or ResetOperation ? Measurement(operation) : Gate(operation));

    private FragmentRecord Gate(Operation operation)
    {
        var errors = new List<NodeError>();
        if (model.Get("depolarizing") is { ValueKind: JsonValueKind.Object } depolarizing)
        {
            var qubits = operation.Qubits.Length;
            var happened = Draw(depolarizing.GetProperty($"q{qubits}").GetDouble() * FactorOf("depolarizing"));
            foreach (var group in happened.GroupBy(_ => 1 + random.Next((1 << (2 * qubits)) - 1)).OrderBy(group => group.Key))
            {
                var pauli = string.Concat(Enumerable.Range(0, qubits).Select(place => Paulis[(group.Key >> (2 * place)) & 3]));
                errors.Add(new NodeError(operation.OperationId, "pauli", operation.Qubits, pauli, [.. group]));
            }
        }

        foreach (var qubit in operation.Qubits)
        {
            errors.Add(new NodeError(operation.OperationId, "pauli", [qubit], "Z", [.. Draw(Number("dephasing"))]));
        }

        var gamma = Number("amplitude_damping");
        return ProgramSketch.Record(
            FragmentOf(operation),
            errors.Where(error => error.Shots.Length > 0),
            gamma > 0 ? operation.Qubits.Select(qubit => new NodeDamping(operation.OperationId, qubit, gamma, (ulong)random.NextInt64())) : []);
    }

    /// <summary>A node reports flips without knowing the outcome, so that they have one probability for both: <see cref="ReadoutFlip"/>.</summary>
    private FragmentRecord Measurement(Operation operation) => ProgramSketch.Record(
        FragmentOf(operation),
        measurements: [new NodeMeasurement(operation.OperationId, operation.Qubits[0], (ulong)random.NextInt64(), [.. operation is MeasureOperation ? Draw(ReadoutFlip * FactorOf("readout")) : []])]);

    private double Number(string name) => model.Get(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() * FactorOf(name) : 0;

    private double FactorOf(string kind) => kind == Factor.Kind ? Factor.By : 1;

    private List<int> Draw(double probability)
    {
        var happened = new List<int>();
        for (var shot = 0; shot < shots; shot++)
        {
            if (random.NextDouble() < probability)
            {
                happened.Add(shot);
            }
        }

        return happened;
    }

    private static string FragmentOf(Operation operation) => operation.OperationId.Replace("op-", "frag-", StringComparison.Ordinal);
}
