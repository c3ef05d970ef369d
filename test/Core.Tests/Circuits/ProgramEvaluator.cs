using System.Collections.Immutable;
using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Carries out small programs in every way that measurements can go, straight from the catalog's matrices: slow, plain, and apart from the engine.</summary>
public static class ProgramEvaluator
{
    /// <summary>One way: its probability, its state, its classical bits.</summary>
    public sealed record Branch(double Probability, Complex[] State, ClassicalMemory Memory);

    /// <summary>All ways; with <paramref name="measure"/> off measurements do nothing.</summary>
    public static List<Branch> Run(CircuitProgram program, bool measure = true)
    {
        var state = new Complex[1 << program.QubitCount];
        state[0] = 1;
        return Run(program, state, measure);
    }

    public static List<Branch> Run(CircuitProgram program, Complex[] state, bool measure = true) =>
        Run(program.Operations, [new Branch(1, state, new ClassicalMemory(program.ClassicalBitCount, program.VariableCount))], measure);

    /// <summary>The exact distribution of the declared bits, keys as in <c>classical_counts</c>.</summary>
    public static Dictionary<string, double> Distribution(CircuitProgram program)
    {
        var distribution = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var branch in Run(program))
        {
            var key = string.Join(' ', program.ClassicalRegisters.Reverse().Select(register =>
                string.Concat(Enumerable.Range(0, register.Size).Reverse().Select(i => branch.Memory.Bits[register.Start + i] ? '1' : '0'))));
            distribution[key] = distribution.GetValueOrDefault(key) + branch.Probability;
        }

        return distribution;
    }

    /// <summary>The matrix of a program without measurements, column by column.</summary>
    public static Complex[][] Unitary(CircuitProgram program) =>
    [
        .. Enumerable.Range(0, 1 << program.QubitCount).Select(column =>
        {
            var state = new Complex[1 << program.QubitCount];
            state[column] = 1;
            return Assert.Single(Run(program, state)).State;
        }),
    ];

    private static List<Branch> Run(ImmutableArray<Operation> operations, List<Branch> branches, bool measure)
    {
        foreach (var operation in operations)
        {
            branches = [.. branches.SelectMany(branch =>
                operation.Condition is { } condition && !condition.Evaluate(branch.Memory).IsTrue ? [branch] : Apply(operation, branch, measure))];
        }

        return branches;
    }

    private static List<Branch> Apply(Operation operation, Branch branch, bool measure)
    {
        switch (operation)
        {
            case GateOperation gate:
                return [branch with { State = Apply(gate, branch) }];
            case MeasureOperation measured when measure:
                return [.. Project(branch, measured.Qubits[0]).Select(part => With(part.Branch, memory => memory.Bits[measured.Bit] = part.Outcome))];
            case ResetOperation when measure:
                return [.. Project(branch, operation.Qubits[0]).Select(part => part.Outcome ? Flip(part.Branch, operation.Qubits[0]) : part.Branch)];
            case AssignOperation assignment:
                var value = assignment.Value.Evaluate(branch.Memory);
                return [With(branch, memory =>
                {
                    if (assignment.Bit is { } bit)
                    {
                        memory.Bits[bit] = value.IsTrue;
                    }
                    else
                    {
                        memory.Variables[assignment.Variable!.Value] = value;
                    }
                })];
            case LoopOperation loop:
                var done = new List<Branch>();
                var open = new List<Branch> { branch };
                for (var turn = 0; open.Count > 0 && turn <= 40; turn++)
                {
                    done.AddRange(open.Where(one => !loop.While.Evaluate(one.Memory).IsTrue));
                    open = [.. open.Where(one => loop.While.Evaluate(one.Memory).IsTrue).SelectMany(one => Run(loop.Body, [one], measure)).Where(one => one.Probability > 1e-14)];
                }

                return done;
            default:
                return [branch];
        }
    }

    private static Branch With(Branch branch, Action<ClassicalMemory> change)
    {
        var memory = branch.Memory.Clone();
        change(memory);
        return branch with { Memory = memory };
    }

    private static IEnumerable<(bool Outcome, Branch Branch)> Project(Branch branch, int qubit)
    {
        foreach (var outcome in new[] { false, true })
        {
            var state = branch.State.Select((amplitude, index) => ((index >> qubit) & 1) == 1 == outcome ? amplitude : Complex.Zero).ToArray();
            var probability = state.Sum(amplitude => (amplitude * Complex.Conjugate(amplitude)).Real);
            if (probability > 1e-14)
            {
                yield return (outcome, branch with { Probability = branch.Probability * probability, State = [.. state.Select(amplitude => amplitude / Math.Sqrt(probability))] });
            }
        }
    }

    private static Branch Flip(Branch branch, int qubit) =>
        branch with { State = [.. branch.State.Select((_, index) => branch.State[index ^ (1 << qubit)])] };

    private static Complex[] Apply(GateOperation operation, Branch branch)
    {
        var parameters = operation.RunTimeParameters.IsEmpty ? operation.Parameters
            : [.. operation.RunTimeParameters.Select(expression => expression.Evaluate(branch.Memory).AsReal)];
        var matrix = GateCatalog.Matrix(operation.Gate, parameters.AsSpan());
        var own = operation.Qubits.Skip(operation.ControlCount).ToArray();
        var size = 1 << own.Length;
        var result = (Complex[])branch.State.Clone();
        for (var row = 0; row < result.Length; row++)
        {
            var acts = Enumerable.Range(0, operation.ControlCount).All(i =>
                ((row >> operation.Qubits[i]) & 1) == 1 == (operation.ControlStates.IsEmpty || operation.ControlStates[i]));
            if (!acts)
            {
                continue;
            }

            var local = own.Select((qubit, i) => ((row >> qubit) & 1) << i).Sum();
            var rest = own.Aggregate(row, (index, qubit) => index & ~(1 << qubit));
            result[row] = Enumerable.Range(0, size).Aggregate(Complex.Zero, (sum, k) =>
                sum + (matrix[(local * size) + k] * branch.State[own.Select((qubit, i) => ((k >> i) & 1) << qubit).Aggregate(rest, (index, bit) => index | bit)]));
        }

        return result;
    }
}
