using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Planning;

/// <summary>Hashes of what a plan is and of what it was made from; every value is written with its length or in a fixed width, so that no two contents run together.</summary>
internal static class PlanHash
{
    public static string OfSnapshot(ImmutableArray<NodeOffer> nodes)
    {
        using var hash = new Sink();
        foreach (NodeOffer node in nodes)
        {
            hash.Add(node.NodeId).Add(node.LinkFidelity).Add(node.Capacity).Add(node.SlotsTaken).Add(node.RoundTripMs ?? -1).Add(node.SuccessRate)
                .Add((int)node.Health).Add(node.IsStale ? 1 : 0).Add(node.IsEnrolled ? 1 : 0).Add(node.Services.Length);
            foreach (ServiceOffer service in node.Services)
            {
                hash.Add(service.ServiceType).Add(service.Fidelity).Add(service.QubitMin).Add(service.QubitMax).Add(service.Availability ? 1 : 0);
            }
        }

        return "quality-" + hash.Finish()[..32];
    }

    public static string OfPlan(ExecutionPlan plan, CircuitProgram program, PlanningOptions options)
    {
        using var hash = new Sink();
        hash.Add(plan.QualitySnapshotId).Add((int)options.Mode).Add((int)options.Fragmentation).Add(options.MinFidelity).Add(options.LatencyWeight)
            .Add(options.FailureRiskWeight).Add(options.EntanglementWeight).Add(options.LoadWeight).Add(options.FallbackCount).Add(options.MaximumFragmentOperations)
            .Add(program.QubitCount).Add(program.ClassicalBitCount);
        AddOperations(hash, program.Operations);
        foreach (string id in plan.FragmentOrder)
        {
            Fragment fragment = plan.Fragments[id];
            FragmentAssignment assignment = plan.Assignments[id];
            hash.Add(id).Add(fragment.ServiceType).Add(fragment.OperationIds.Length);
            foreach (string operationId in fragment.OperationIds)
            {
                hash.Add(operationId);
            }

            foreach (string dependency in fragment.Dependencies)
            {
                hash.Add(dependency);
            }

            hash.Add(assignment.PrimaryNodeId).Add(assignment.Candidates[0].TotalCost);
            foreach (string fallback in assignment.FallbackNodeIds)
            {
                hash.Add(fallback);
            }
        }

        return hash.Finish();
    }

    private static void AddOperations(Sink hash, ImmutableArray<Operation> operations)
    {
        hash.Add(operations.Length);
        foreach (Operation operation in operations)
        {
            hash.Add(operation.Number).Add(operation.GetType().Name).Add(operation.ServiceType).Add(operation.Qubits.Length);
            foreach (int qubit in operation.Qubits)
            {
                hash.Add(qubit);
            }

            hash.Add(operation.Condition?.ToString() ?? string.Empty);
            switch (operation)
            {
                case GateOperation gate:
                    hash.Add(gate.Gate.Name).Add(gate.ControlCount).Add(gate.Parameters.Length);
                    foreach (double parameter in gate.Parameters)
                    {
                        hash.Add(parameter);
                    }

                    foreach (bool state in gate.ControlStates)
                    {
                        hash.Add(state ? 1 : 0);
                    }

                    foreach (ClassicalExpression parameter in gate.RunTimeParameters)
                    {
                        hash.Add(parameter.ToString());
                    }

                    break;
                case MeasureOperation measure:
                    hash.Add(measure.Bit);
                    break;
                case OrchestrationOperation orchestration:
                    hash.Add(orchestration.Name);
                    break;
                case AssignOperation assign:
                    hash.Add(assign.Bit ?? -1).Add(assign.Variable ?? -1).Add(assign.Value.ToString());
                    break;
                case LoopOperation loop:
                    hash.Add(loop.While.ToString()).Add(loop.MaximumTurns);
                    AddOperations(hash, loop.Body);
                    break;
                default:
                    break;
            }
        }
    }

    private sealed class Sink : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] buffer = new byte[4096];
        private int filled;

        public Sink Add(string text)
        {
            Add(text.Length);
            int size = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (size > buffer.Length)
            {
                Flush();
                hash.AppendData(Encoding.UTF8.GetBytes(text));
                return this;
            }

            Room(size);
            filled += Encoding.UTF8.GetBytes(text, buffer.AsSpan(filled));
            return this;
        }

        public Sink Add(int value)
        {
            Room(sizeof(int));
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(filled), value);
            filled += sizeof(int);
            return this;
        }

        public Sink Add(double value)
        {
            Room(sizeof(double));
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(filled), value);
            filled += sizeof(double);
            return this;
        }

        public string Finish()
        {
            Flush();
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        public void Dispose() => hash.Dispose();

        private void Room(int size)
        {
            if (filled + size > buffer.Length)
            {
                Flush();
            }
        }

        private void Flush()
        {
            hash.AppendData(buffer, 0, filled);
            filled = 0;
        }
    }
}
