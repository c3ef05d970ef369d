using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private Flow LowerStatements(StatementSyntax[] statements)
    {
        foreach (var statement in statements)
        {
            var flow = LowerStatement(statement);
            if (flow != Flow.Normal && dry == 0)
            {
                return flow;
            }
        }

        return Flow.Normal;
    }

    private Flow LowerBlock(StatementSyntax[] statements)
    {
        using (Nest())
        {
            return LowerStatements(statements);
        }
    }

    private int loweringDepth;

    private Flow LowerStatement(StatementSyntax statement)
    {
        Step(statement);
        if (++loweringDepth > options.MaximumNesting + 50 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw diagnostics.Limit("nesting", $"blocks and calls stand deeper in each other than {options.MaximumNesting}", statement.Start, statement.Stop);
        }

        var flow = AfterStatement(LowerKind(statement));
        loweringDepth--;
        return flow;
    }

    private Flow LowerKind(StatementSyntax statement)
    {
        switch (statement)
        {
            case GateCallSyntax call: LowerGateCall(call); break;
            case AssignmentSyntax assignment: LowerAssignment(assignment); break;
            case IfSyntax branch: return LowerIf(branch);
            case OperandsSyntax operands: LowerOperands(operands); break;
            case QubitDeclarationSyntax qubits: LowerQubits(qubits); break;
            case ClassicalDeclarationSyntax declaration: LowerDeclaration(declaration); break;
            case IncludeSyntax include: LowerInclude(include); break;
            case GateDefinitionSyntax gate: DefineGate(gate); break;
            case SubroutineSyntax subroutine: DefineSubroutine(subroutine); break;
            case AliasSyntax alias: LowerAlias(alias); break;
            case BlockSyntax block: return LowerBlock(block.Body);
            case ForSyntax loop: return LowerFor(loop);
            case WhileSyntax loop: return LowerWhile(loop);
            case SwitchSyntax choice: return LowerSwitch(choice);
            case JumpSyntax jump: return LowerJump(jump);
            case ExpressionStatementSyntax expression: LowerExpression(expression); break;
            case RemarkSyntax remark when ExpandedForm.IsRemark(source.Text.AsSpan(remark.Start, remark.Stop - remark.Start)):
                NoteExpanded(remark);
                break;
            case RemarkSyntax remark:
                Warn(remark.IsPragma ? "pragma_ignored" : "annotation_ignored",
                    $"'{source.Text.AsSpan(remark.Start, Math.Min(60, remark.Stop - remark.Start)).Trim()}' has no effect here", remark.Start);
                break;
            case UnsupportedSyntax unsupported:
                Refuse("unsupported", $"'{unsupported.Construct}' is not supported", unsupported);
                if (unsupported.Name is { Length: > 0 } name && unsupported.Construct is not ("cal" or "defcal" or "defcalgrammar"))
                {
                    scope.Symbols.TryAdd(name, new ErrorSymbol(name));
                }

                break;
        }

        return Flow.Normal;
    }

    private void LowerExpression(ExpressionStatementSyntax statement)
    {
        if (statement.Value is NameSyntax name && Find(name.Name, out _) is GateSymbol or WordSymbol)
        {
            Refuse("operand_count", $"gate '{name.Name}' has no operands", name);
            return;
        }

        if (statement.Value is CallSyntax call && Find(call.Name, out _) is GateSymbol or WordSymbol)
        {
            Refuse("operand_count", $"gate '{call.Name}' has no operands", call);
            return;
        }

        Evaluate(statement.Value);
    }

    private void LowerOperands(OperandsSyntax statement)
    {
        var qubits = new List<int>();
        foreach (var operand in statement.Operands)
        {
            if (ResolveQubits(operand, out _, statement.Kind == TokenKind.Reset ? "only qubits can be reset" : "this acts on qubits") is { } found)
            {
                qubits.AddRange(statement.Kind == TokenKind.Reset || (operand is NameSyntax && qubits.Count == 0) ? found : found.Distinct().Except(qubits));
                Step(statement, found.Length >> 3);
            }
        }

        var duration = statement.Duration is null ? "" : DurationText(statement.Duration);
        if (dry > 0 || statement.Kind == TokenKind.Nop)
        {
            return;
        }

        if (statement.Kind == TokenKind.Reset)
        {
            if (qubits.Count >= LeastBroadcast)
            {
                EmitResets(qubits, statement);
                return;
            }

            foreach (var qubit in qubits)
            {
                EmitReset(qubit, statement);
            }

            return;
        }

        var all = statement.Operands.Length == 0 ? AllQubits() : Shared(qubits);
        if (statement.Kind == TokenKind.Delay && sink is null)
        {
            number++;
            Add(new DelayOperation { Number = number, Group = number, ServiceType = "", Qubits = all, Position = PositionOf(statement), Duration = duration }, statement);
        }
        else if (sink is not null)
        {
            sink.Add(new GateApplication(null, [], [], 0, [], all));
        }
        else
        {
            EmitBarrier(all, statement);
        }
    }

    private ImmutableArray<int> everyQubit = [];
    private ImmutableArray<int> lastQubits = [];

    private ImmutableArray<int> AllQubits()
    {
        if (everyQubit.Length != qubitCount + physicalCount)
        {
            everyQubit = [.. Enumerable.Range(0, qubitCount + physicalCount)];
        }

        return everyQubit;
    }

    /// <summary>The same list of qubits again and again is one list.</summary>
    private ImmutableArray<int> Shared(List<int> qubits) =>
        lastQubits.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(qubits)) ? lastQubits : lastQubits = [.. qubits];

    private string DurationText(ExpressionSyntax duration)
    {
        if (duration is LiteralSyntax { Kind: LiteralKind.Duration } literal)
        {
            return string.Concat(source.Text.AsSpan(literal.Start, literal.Stop - literal.Start).ToString().Where(c => !char.IsWhiteSpace(c) && c != '_'));
        }

        var value = Evaluate(duration);
        if (value.IsError || dry > 0)
        {
            return "";
        }

        if (value.Type.Kind != ClassicalKind.Duration)
        {
            Refuse("type_mismatch", $"a delay needs a duration, not a {value.Type}", duration, "such as 100ns");
            return "";
        }

        return (value.Known.Real * 1e9).ToString("R", CultureInfo.InvariantCulture) + "ns";
    }

    private void LowerAssignment(AssignmentSyntax assignment)
    {
        if (assignment.Target is null)
        {
            LowerMeasure((MeasureSyntax)assignment.Value, null, assignment);
            return;
        }

        if (RootOf(assignment.Target) is { } root && Find(root, out _) is VariableSymbol variable)
        {
            AssignVariable(assignment, variable);
            return;
        }

        if (assignment.Value is not MeasureSyntax && RootOf(assignment.Target) is { } other && Find(other, out _) is QubitSymbol)
        {
            Refuse("not_a_bit", $"'{other}' is a qubit, to which nothing is assigned", assignment.Target);
            return;
        }

        if (ResolveBits(assignment.Target, out var isScalar) is not { } places)
        {
            CheckAssigned(assignment.Value);
            return;
        }

        var type = new ClassicalType(ClassicalKind.Bit, isScalar ? 0 : places.Length);
        if (assignment.Operator is { } op)
        {
            var right = Evaluate(assignment.Value);
            var combined = right.IsError ? right : Guarded(() => Binary(OperatorOf(op), Read(places, type, assignment), right, assignment), assignment);
            StoreBits(places, type, ConvertTo(combined, type, assignment.Value), assignment);
            return;
        }

        var value = AssignedValue(assignment.Value, places);
        if (value.Type.Kind != ClassicalKind.Void)
        {
            StoreBits(places, type, ConvertTo(value, type, assignment.Value), assignment);
        }
    }

    /// <summary>Checks a value that can't be stored.</summary>
    private void CheckAssigned(ExpressionSyntax value)
    {
        if (value is MeasureSyntax measure)
        {
            ResolveQubits(measure.Operand, out _, "only qubits can be measured");
        }
        else
        {
            Evaluate(value);
        }
    }

    private Value Guarded(Func<Value> compute, SyntaxNode node)
    {
        try
        {
            return compute();
        }
        catch (ClassicalEvaluationException exception)
        {
            return Refuse("no_value", exception.Message, node);
        }
    }

    /// <summary>
    /// What is assigned to bits; void where a measurement, or a subroutine that ends in one, has written them itself.
    /// </summary>
    private Value AssignedValue(ExpressionSyntax syntax, int[] places)
    {
        if (syntax is MeasureSyntax measure)
        {
            LowerMeasure(measure, places, syntax);
            return new Value(ClassicalType.Void, default, null, false);
        }

        return syntax is CallSyntax call && Find(call.Name, out _) is SubroutineSymbol subroutine ? Invoke(subroutine, call, places) : Evaluate(syntax);
    }

    private void AssignVariable(AssignmentSyntax assignment, VariableSymbol variable)
    {
        if (variable.IsConstant)
        {
            Refuse("constant", $"'{variable.Name}' is a constant", assignment.Target!);
            return;
        }

        if (assignment.Target is IndexSyntax index)
        {
            AssignVariableBit(assignment, variable, index);
            return;
        }

        if (assignment.Value is MeasureSyntax measure)
        {
            if (ResolveQubits(measure.Operand, out _, "only qubits can be measured") is not null)
            {
                Refuse("not_a_bit", $"a measurement is stored in bits, not in a {variable.Type}", assignment.Target!);
            }

            return;
        }

        var value = Evaluate(assignment.Value);
        if (!value.IsError && assignment.Operator is { } op)
        {
            value = Guarded(() => Binary(OperatorOf(op), Read(variable), value, assignment), assignment);
        }

        value = Guarded(() => ConvertTo(value, variable.Type, assignment.Value), assignment);
        if (!value.IsError)
        {
            Store(variable, value, assignment);
        }
    }

    private void AssignVariableBit(AssignmentSyntax assignment, VariableSymbol variable, IndexSyntax index)
    {
        if (index.Target is not NameSyntax || variable.Type.BitCount == 0 || !variable.Type.IsIntegral)
        {
            Refuse("not_indexable", $"a {variable.Type} has no bits to assign to", assignment.Target!);
            return;
        }

        if (Select(index, variable.Type.BitCount) is not { } chosen)
        {
            return;
        }

        if (chosen.Length != 1)
        {
            Refuse("unsupported", "several bits of a number can't be assigned at once", index);
            return;
        }

        Value bit;
        if (assignment.Value is MeasureSyntax measure)
        {
            var hidden = NewBit(assignment, -1);
            LowerMeasure(measure, [hidden], assignment);
            bit = dry > 0 ? Value.UnknownOf(ClassicalType.Bit) : Value.Of(ClassicalType.Bit, new BitExpression(hidden));
        }
        else
        {
            bit = Evaluate(assignment.Value);
            if (!bit.IsError && assignment.Operator is { } op)
            {
                bit = Guarded(() => Binary(OperatorOf(op), Evaluate(index), bit, assignment), assignment);
            }

            bit = ConvertTo(bit, ClassicalType.Bit, assignment.Value);
        }

        if (bit.IsError || dry > 0)
        {
            return;
        }

        var current = Read(variable);
        if (current.IsKnown && !bit.IsKnown)
        {
            variable.Slot = variable.Slot < 0 ? NewVariable() : variable.Slot;
            Materialize(variable, assignment);
            current = Read(variable);
        }

        ClassicalExpression changed = new WithBitExpression(current.ToExpression(), variable.Type, chosen[0], bit.ToExpression());
        Store(variable, current.IsKnown && bit.IsKnown ? Value.Of(variable.Type, changed.Evaluate(new ClassicalMemory(0, 0)), false) : Value.Of(variable.Type, changed), assignment);
    }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>How a statement ends.</summary>
internal enum Flow : byte
{
    Normal, Break, Continue, Return, End,
}
