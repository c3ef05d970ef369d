using System.Collections.Immutable;
using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>The recorded answers, by operation and turn.</summary>
internal sealed class RecordedAnswers
{
    private readonly Dictionary<(int Number, string Turns), RecordedOperation> operations = [];
    private readonly Dictionary<int, NoisePoints> points = [];
    private readonly Dictionary<string, Operation> byId = new(StringComparer.Ordinal);
    private readonly ExecutionPlan plan;

    public RecordedAnswers(CircuitProgram program, ExecutionPlan plan)
    {
        this.plan = plan;
        Index(program.Operations);
    }

    /// <summary>Where noise acts, by operation number.</summary>
    public IReadOnlyDictionary<int, NoisePoints> Points => points;

    /// <summary>Whether any operation is followed by amplitude damping.</summary>
    public bool HasDamping => points.Values.Any(point => point.Damping.Count > 0);

    /// <summary>Adds a fragment's answer.</summary>
    public void Add(FragmentRecord record)
    {
        var name = record.Name;
        if (!plan.Fragments.TryGetValue(name.PlanFragmentId, out var fragment))
        {
            throw new FoldException($"The plan has no fragment {name.PlanFragmentId}.");
        }

        var operationIds = record.OperationIds ?? fragment.OperationIds;
        foreach (var operationId in operationIds)
        {
            var number = Operation(operationId, record).Number;
            if (!operations.TryAdd((number, name.Turns), new RecordedOperation(record.FragmentId)))
            {
                throw new FoldException($"Operation {operationId} has two answers: {operations[(number, name.Turns)].FragmentId} and {record.FragmentId}.");
            }
        }

        foreach (var error in record.Answer.Errors)
        {
            AddError(error, operationIds, record);
        }

        foreach (var damping in record.Answer.Damping)
        {
            var operation = Operation(damping.OperationId, record);
            Recorded(operation, record).Damping.Add(damping);
            PointsOf(operation).Damping.Add(damping.Qubit);
        }

        foreach (var measurement in record.Answer.Measurements)
        {
            Recorded(Operation(measurement.OperationId, record), record).Measurements.Add(measurement);
        }
    }

    /// <summary>What was recorded of an operation in a turn; <see langword="null"/> where nothing was.</summary>
    public RecordedOperation? Find(Operation operation, ReadOnlySpan<int> turns) => operations.GetValueOrDefault((operation.Number, Path(turns)));

    /// <summary>Turns as a fragment id writes them.</summary>
    public static string Path(ReadOnlySpan<int> turns)
    {
        switch (turns.Length)
        {
            case 0:
                return "";
            case 1:
                return turns[0].ToString(CultureInfo.InvariantCulture);
            default:
                return string.Join('.', turns.ToArray());
        }
    }

    private void AddError(NodeError error, ImmutableArray<string> operationIds, FragmentRecord record)
    {
        if (error.Pauli.Length != error.Qubits.Length || error.Pauli.Any(pauli => pauli is not ('I' or 'X' or 'Y' or 'Z')))
        {
            throw new FoldException($"{record.FragmentId} reports '{error.Pauli}' on {error.Qubits.Length} qubits, which is no Pauli string on them.");
        }

        var link = error.Kind == "link";
        if (!link && error.Kind != "pauli")
        {
            throw new FoldException($"{record.FragmentId} reports an error of kind '{error.Kind}'; 'pauli' and 'link' are known.");
        }

        var operationId = error.OperationId
            ?? operationIds.FirstOrDefault(id => Operation(id, record).Qubits.Contains(error.Qubits[0]));
        if (operationId is null)
        {
            return;
        }

        var operation = Operation(operationId, record);
        var recorded = Recorded(operation, record);
        (link ? recorded.LinkList : recorded.ErrorList).Add(error with { OperationId = operationId });
        PointsOf(operation).Link |= link;
        PointsOf(operation).Errors |= !link;
    }

    private RecordedOperation Recorded(Operation operation, FragmentRecord record) =>
        operations.TryGetValue((operation.Number, record.Name.Turns), out var recorded) && recorded.FragmentId == record.FragmentId
            ? recorded
            : throw new FoldException($"{record.FragmentId} reports on {operation.OperationId}, which isn't one of its operations.");

    private NoisePoints PointsOf(Operation operation)
    {
        if (!points.TryGetValue(operation.Number, out var found))
        {
            points.Add(operation.Number, found = new NoisePoints());
        }

        return found;
    }

    private Operation Operation(string operationId, FragmentRecord record) => byId.TryGetValue(operationId, out var operation)
        ? operation
        : throw new FoldException($"{record.FragmentId} names {operationId}, which the program doesn't have.");

    private void Index(IEnumerable<Operation> list)
    {
        foreach (var operation in list)
        {
            byId.Add(operation.OperationId, operation);
            if (operation is LoopOperation loop)
            {
                Index(loop.Body);
            }
        }
    }
}
