using System.Collections.Immutable;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>Holds an answer against the dispatch that it answers.</summary>
public static class NodeAnswerCheck
{
    /// <summary>One sentence naming what is wrong with the answer, or <see langword="null"/>.</summary>
    public static string? Fault(NodeAnswer answer, FragmentCall call)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(call);
        if (answer.ExecutionId != call.ExecutionId)
        {
            return "execution_id is another";
        }

        if (answer.Status != "ok")
        {
            return null;
        }

        Dictionary<string, FragmentOperation> operations = new(call.Operations.Count);
        foreach (FragmentOperation operation in call.Operations)
        {
            operations.TryAdd(operation.OperationId, operation);
        }

        foreach (NodeError error in answer.Errors)
        {
            if (Fault(error, operations, call) is { } fault)
            {
                return fault;
            }
        }

        foreach (NodeDamping damping in answer.Damping)
        {
            if (!operations.TryGetValue(damping.OperationId, out FragmentOperation? operation) || !operation.Qubits.Contains(damping.Qubit))
            {
                return $"damping names operation {damping.OperationId} on qubit {damping.Qubit}, which the dispatch has not";
            }
        }

        return Fault(answer.Measurements, operations, call.Shots);
    }

    private static string? Fault(NodeError error, Dictionary<string, FragmentOperation> operations, FragmentCall call)
    {
        bool link = error.Kind == "link";
        if (!link && error.Kind != "pauli")
        {
            return $"an error's kind is neither pauli nor link but {error.Kind}";
        }

        bool known = error.OperationId is null
            ? link && error.Qubits.All(q => call.Handoffs.Any(h => h.Qubit == q))
            : operations.TryGetValue(error.OperationId, out FragmentOperation? operation) && error.Qubits.All(operation.Qubits.Contains);
        if (!known)
        {
            return $"an error names operation {error.OperationId ?? "null"} on qubits {string.Join(", ", error.Qubits)}, which the dispatch has not";
        }

        if (error.Qubits.IsEmpty || error.Pauli.Length != error.Qubits.Length || error.Pauli.Any(c => c is not ('I' or 'X' or 'Y' or 'Z')) || error.Qubits.Distinct().Count() != error.Qubits.Length)
        {
            return $"pauli '{error.Pauli}' is not one letter of IXYZ for each of the qubits";
        }

        return Ascending(error.Shots, call.Shots) ? null : $"the shots of an error of {error.OperationId ?? "a hand-over"} are not ascending from 0 to {call.Shots - 1}";
    }

    private static string? Fault(ImmutableArray<NodeMeasurement> measurements, Dictionary<string, FragmentOperation> operations, int shots)
    {
        HashSet<(string, int)> given = new(measurements.Length);
        foreach (NodeMeasurement measurement in measurements)
        {
            if (!operations.TryGetValue(measurement.OperationId, out FragmentOperation? operation) || !operation.Qubits.Contains(measurement.Qubit))
            {
                return $"measurements names operation {measurement.OperationId} on qubit {measurement.Qubit}, which the dispatch has not";
            }

            if (!given.Add((measurement.OperationId, measurement.Qubit)))
            {
                return $"measurements has qubit {measurement.Qubit} of {measurement.OperationId} twice";
            }

            if (!Ascending(measurement.Flips, shots))
            {
                return $"the flips of {measurement.OperationId} are not ascending from 0 to {shots - 1}";
            }
        }

        foreach (FragmentOperation operation in operations.Values)
        {
            if (operation.Gate is "measure" or "measurement_feedforward" or "reset")
            {
                foreach (int qubit in operation.Qubits)
                {
                    if (!given.Contains((operation.OperationId, qubit)))
                    {
                        return $"measurements lacks qubit {qubit} of {operation.OperationId}";
                    }
                }
            }
        }

        return null;
    }

    private static bool Ascending(ImmutableArray<int> shots, int count)
    {
        int last = -1;
        foreach (int shot in shots)
        {
            if (shot <= last || shot >= count)
            {
                return false;
            }

            last = shot;
        }

        return true;
    }
}
