using System.Collections.Immutable;
using System.Diagnostics;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Bench.Planner;

/// <summary>The time to plan a program of 1,000 fragments on 100 nodes.</summary>
internal sealed class PlannerMeasurement : IMeasurement
{
    private const int Fragments = 1000;
    private const int Nodes = 100;
    private const int Qubits = 20;

    public string Name => "planner";

    public string Description => "1,000 fragments on 100 nodes: p50, p95, p99";

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        CircuitProgram program = Program();
        MeshSnapshot snapshot = Snapshot();
        var options = new PlanningOptions { Fragmentation = Fragmentation.PerOperation };
        var planner = new CostPlanner();
        int runs = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 300;
        for (int run = 0; run < 100; run++)
        {
            _ = planner.Plan(program, snapshot, options);
        }

        var times = new List<double>();
        for (int run = 0; run < runs && !cancellationToken.IsCancellationRequested; run++)
        {
            long start = Stopwatch.GetTimestamp();
            PlanOutcome outcome = planner.Plan(program, snapshot, options);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (outcome.Plan?.FragmentOrder.Length != Fragments)
            {
                throw new InvalidOperationException("the plan does not have the fragments that were to be measured");
            }
        }

        Console.WriteLine($"planner, {Fragments} fragments x {Nodes} nodes: {new Quantiles(times).Line("ms")}; aim p99 < 10 ms");
        return Task.FromResult(0);
    }

    private static CircuitProgram Program()
    {
        var hadamard = new Gate("h", 1, 0, 0, null);
        var controlledNot = new Gate("cx", 2, 0, 1, new Gate("x", 1, 0, 0, null));
        ImmutableArray<Operation> operations =
        [
            .. Enumerable.Range(1, Fragments).Select(number => number % 2 == 0
                ? new GateOperation { Number = number, Group = number, ServiceType = "hadamard", Qubits = [number % Qubits], Gate = hadamard }
                : new GateOperation { Number = number, Group = number, ServiceType = "cnot", Qubits = [number % Qubits, (number + 1) % Qubits], Gate = controlledNot }),
        ];
        return new CircuitProgram
        {
            Format = CircuitFormat.OpenQasm3,
            QubitCount = Qubits,
            QubitRegisters = [new QubitRegister("q", 0, Qubits)],
            ClassicalRegisters = [],
            DeclaredBitCount = 0,
            ClassicalBitCount = 0,
            VariableCount = 0,
            Operations = operations,
        };
    }

    private static MeshSnapshot Snapshot() => new(
    [
        .. Enumerable.Range(0, Nodes).Select(node => new NodeOffer
        {
            NodeId = $"12D3KooW{node:D4}",
            LinkFidelity = 0.95 + (node % 7 * 0.005),
            Capacity = 4,
            SlotsTaken = node % 3,
            RoundTripMs = 0.2 + (node % 11),
            SuccessRate = 1 - (node % 5 * 0.01),
            Services =
            [
                .. new[] { "hadamard", "cnot", "cz", "programmable_gate", "measurement_feedforward" }
                    .Select(service => new ServiceOffer { ServiceType = service, Fidelity = 0.98 + (node % 13 * 0.001), QubitMin = 1, QubitMax = 8, Availability = true }),
            ],
        }),
    ]);
}
