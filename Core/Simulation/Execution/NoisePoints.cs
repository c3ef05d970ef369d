using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What noise stands at one operation, whatever the turn.</summary>
internal sealed class NoisePoints
{
    /// <summary>Whether hand-over errors come before it.</summary>
    public bool Link { get; set; }

    /// <summary>Whether Paulis follow it.</summary>
    public bool Errors { get; set; }

    /// <summary>The qubits whose damping follows it.</summary>
    public HashSet<int> Damping { get; } = [];

    /// <summary>Noise at every operation that nodes execute, by operation number, for programs that are compiled before all answers are in.</summary>
    public static Dictionary<int, NoisePoints> Everywhere(CircuitProgram program, bool damping)
    {
        var points = new Dictionary<int, NoisePoints>();
        Add(points, program.Operations, damping);
        return points;
    }

    private static void Add(Dictionary<int, NoisePoints> points, ImmutableArray<Operation> operations, bool damping)
    {
        foreach (var operation in operations)
        {
            if (operation is LoopOperation loop)
            {
                Add(points, loop.Body, damping);
            }
            else if (operation.ServiceType.Length > 0)
            {
                var point = new NoisePoints { Link = true, Errors = true };
                point.Damping.UnionWith(damping ? operation.Qubits : []);
                points.Add(operation.Number, point);
            }
        }
    }
}
