using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Statements that stand for many operations: these are counted at once and made when the program is complete.</summary>
internal sealed partial class ProgramBuilder
{
    private const int LeastBroadcast = 16;

    /// <summary>A gate on whole registers; <see langword="false"/> where its turns must be carried out one by one.</summary>
    private bool TryBroadcast(GateSymbol gate, Value[] parameters, Modifier[] modifiers, int[][] operands, bool[] scalars, int count, GateCallSyntax call, string? service)
    {
        if (count < LeastBroadcast || dry > 0 || sink is not null || (gate.Gate is null && (gate.Template is null || !Array.TrueForAll(parameters, parameter => parameter.IsKnown))))
        {
            return false;
        }

        var before = steps;
        sink = [];
        int[] formal = [.. Enumerable.Range(0, operands.Length)];
        if (modifiers.Length == 0)
        {
            Expand(gate, parameters, formal, call, null);
        }
        else
        {
            ExpandModified(gate, parameters, formal, modifiers, call);
            service = null;
        }

        var applications = sink;
        sink = null;
        if (!diagnostics.IsEmpty)
        {
            return true;
        }

        if (number + ((count - 1L) * applications.Count) + (gate.Template?.OperationCount ?? 1) > options.MaximumOperations)
        {
            throw TooManyOperations(call);
        }

        Step(call, (count - 1) * (steps - before));
        Defer(count * applications.Count, call, (first, position, when) => Enumerable.Range(0, count * applications.Count).Select(place =>
        {
            var (instance, part) = Math.DivRem(place, applications.Count);
            var application = applications[part];
            var qubits = new int[application.Qubits.Length];
            for (var i = 0; i < qubits.Length; i++)
            {
                var operand = application.Qubits[i];
                qubits[i] = operands[operand][scalars[operand] ? 0 : instance];
            }

            return OperationOf(application with { Qubits = ImmutableCollectionsMarshal.AsImmutableArray(qubits) }, first + place, 0, when, position, service);
        }));
        return true;
    }

    private static bool AreDifferent(int[][] operands, bool[] scalars, int count)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                for (var instance = 0; instance < count; instance++)
                {
                    if (operands[i][scalars[i] ? 0 : instance] == operands[j][scalars[j] ? 0 : instance])
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>Counts so many operations, and makes them later from the first one's number, the statement's place and the condition that holds now.</summary>
    private void Defer(int count, SyntaxNode node, Func<int, SourcePosition, ClassicalExpression?, IEnumerable<Operation>> make)
    {
        if ((long)number + count > options.MaximumOperations)
        {
            throw TooManyOperations(node);
        }

        var first = number + 1;
        var (position, when) = (PositionOf(node), condition);
        number += count;
        operations.Defer(count, () => make(first, position, when));
    }

    private static Operation OperationOf(GateApplication application, int number, int group, ClassicalExpression? when, SourcePosition position, string? service)
    {
        if (application.Gate is not { } gate)
        {
            return new BarrierOperation { Number = number, Group = number, ServiceType = "", Qubits = application.Qubits, Position = position };
        }

        return new GateOperation
        {
            Number = number,
            Group = group == 0 ? number : group,
            ServiceType = service ?? ServiceOf(gate, application.ControlCount),
            Qubits = application.Qubits,
            Condition = when,
            Position = position,
            Gate = gate,
            Parameters = application.Parameters,
            RunTimeParameters = application.RunTimeParameters,
            ControlCount = application.ControlCount,
            ControlStates = application.ControlStates,
        };
    }

    /// <summary>So many instances of a word on pairs, each a group of its own.</summary>
    private void EmitPairs(string word, int count, Func<int, (int First, int Second)> pair, SyntaxNode node)
    {
        var isBell = word is "bell_pair" or "bell";
        var size = isBell ? 2 : 1;
        Step(node, count * size);
        Defer(count * size, node, (first, position, when) => Enumerable.Range(0, count * size).Select(place =>
        {
            var (instance, part) = Math.DivRem(place, size);
            var (left, right) = pair(instance);
            var gate = GateCatalog.Get(!isBell ? "swap" : part == 0 ? "h" : "cx");
            var application = new GateApplication(gate, [], [], 0, [], gate.QubitCount == 1 ? [left] : [left, right]);
            return OperationOf(application, first + place, first + (instance * size), when, position, isBell ? "bell_pair" : "teleportation");
        }));
    }

    private void EmitResets(List<int> qubits, SyntaxNode node)
    {
        Step(node, qubits.Count);
        Defer(qubits.Count, node, (first, position, when) => qubits.Select((qubit, place) => new ResetOperation
        {
            Number = first + place,
            Group = first + place,
            ServiceType = "measurement_feedforward",
            Qubits = [qubit],
            Condition = when,
            Position = position,
        }));
    }

    /// <summary>Measures qubits into bits, or into hidden ones where none are given.</summary>
    private void LowerMeasure(MeasureSyntax measure, int[]? places, SyntaxNode statement)
    {
        if (ResolveQubits(measure.Operand, out _, "only qubits can be measured") is not { } qubits)
        {
            return;
        }

        if (places is not null && places.Length != qubits.Length)
        {
            Refuse("size_mismatch", $"{Counted(qubits.Length, "qubit")} do not fit {Counted(places.Length, "bit")}", statement);
            return;
        }

        if (qubits.Length >= LeastBroadcast && dry == 0 && places is not null && !Array.Exists(places, bit => IsConditional(bits[bit].Level)))
        {
            EmitMeasures(qubits, places, statement);
            return;
        }

        for (var i = 0; i < qubits.Length && dry == 0; i++)
        {
            var bit = places?[i] ?? NewBit(statement, -1);
            if (IsConditional(bits[bit].Level))
            {
                MaterializeBit(bit, statement);
            }

            EmitMeasure(qubits[i], bit, statement);
        }
    }

    /// <summary>Measures qubits into as many bits, none of which is conditional.</summary>
    private void EmitMeasures(int[] qubits, int[] places, SyntaxNode node)
    {
        Step(node, qubits.Length);
        foreach (var bit in places)
        {
            bits[bit] = bits[bit] with { Known = -1 };
        }

        Defer(qubits.Length, node, (first, position, when) => qubits.Select((qubit, place) => new MeasureOperation
        {
            Number = first + place,
            Group = first + place,
            ServiceType = "measurement_feedforward",
            Qubits = [qubit],
            Condition = when,
            Position = position,
            Bit = places[place],
        }));
    }

    /// <summary>Writes bits, of which either all are known or none is.</summary>
    private void StoreBitByBit(int[] places, Func<int, bool>? known, Func<int, ClassicalExpression>? value, SyntaxNode node)
    {
        if (places.Length < LeastBroadcast || isExpanded || Array.Exists(places, bit => IsConditional(bits[bit].Level)))
        {
            for (var i = 0; i < places.Length; i++)
            {
                StoreBit(places[i], known?.Invoke(i), value?.Invoke(i), node);
            }

            return;
        }

        var written = new List<int>(places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            var state = bits[places[i]];
            if (known is null || state.IsDeclared)
            {
                written.Add(i);
            }

            bits[places[i]] = state with { Known = known is null ? (sbyte)-1 : known(i) ? (sbyte)1 : (sbyte)0 };
        }

        Step(node, written.Count);
        Defer(written.Count, node, (first, position, when) => written.Select((i, place) => new AssignOperation
        {
            Number = first + place,
            Group = first + place,
            ServiceType = "",
            Qubits = [],
            Condition = known is null ? when : null,
            Position = position,
            Bit = places[i],
            Value = known is null ? Stored(value!(i)) : ConstantBit(known(i)),
        }));
    }

    /// <summary>The quantum Fourier transform with its final swaps, the first qubit least significant, or its inverse.</summary>
    private void EmitFourier(int[] qubits, bool isInverse, SyntaxNode call)
    {
        var length = (long)qubits.Length;
        var count = (length * (length + 1) / 2) + (length / 2);
        if (count > options.MaximumOperations - number)
        {
            throw TooManyOperations(call);
        }

        Step(call, count);
        Defer((int)count, call, (first, position, when) =>
        {
            var gates = FourierGates(qubits, isInverse);
            return (isInverse ? gates.Reverse() : gates).Select((application, place) => OperationOf(application, first + place, first, when, position, "qft"));
        });
    }

    private static IEnumerable<GateApplication> FourierGates(int[] qubits, bool isInverse)
    {
        var (hadamard, phase, swap) = (GateCatalog.Get("h"), GateCatalog.Get("cp"), GateCatalog.Get("swap"));
        for (var high = qubits.Length - 1; high >= 0; high--)
        {
            yield return new GateApplication(hadamard, [], [], 0, [], [qubits[high]]);
            for (var low = high - 1; low >= 0; low--)
            {
                var angle = Math.ScaleB(Math.PI, low - high);
                yield return new GateApplication(phase, [isInverse ? -angle : angle], [], 0, [], [qubits[low], qubits[high]]);
            }
        }

        for (var i = 0; i < qubits.Length / 2; i++)
        {
            yield return new GateApplication(swap, [], [], 0, [], [qubits[i], qubits[qubits.Length - 1 - i]]);
        }
    }
}
