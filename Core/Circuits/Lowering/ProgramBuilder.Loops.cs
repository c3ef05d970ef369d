using System.Numerics;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private Flow LowerFor(ForSyntax loop)
    {
        var type = loop.Type is null ? new ClassicalType(ClassicalKind.Int, ClassicalType.DefaultWidth) : TypeOf(loop.Type);
        if (type.Kind == ClassicalKind.Error)
        {
            return Flow.Normal;
        }

        if (sink is null && dry == 0 && loop.Values is RangeSyntax range && RunTimeRange(range) is { } ends)
        {
            return ForAtRunTime(loop, type, ends);
        }

        if (dry > 0)
        {
            LoopValues(loop, type);
            using (Nest())
            {
                Declare(new VariableSymbol(loop.Variable.Name, type, false, Here), loop.Variable);
                LowerBlock(loop.Body);
            }

            return Flow.Normal;
        }

        if (LoopValues(loop, type) is not { } values)
        {
            return Flow.Normal;
        }

        var frame = new LoopFrame(Here, false);
        loopFrames.Add(frame);
        var flow = Flow.Normal;
        var turns = 0;
        foreach (var value in values)
        {
            CountTurn(++turns, loop);
            using (Nest())
            {
                var variable = new VariableSymbol(loop.Variable.Name, type, false, Here) { Known = Zero(type) };
                Declare(variable, loop.Variable);
                if (value.IsKnown)
                {
                    variable.Known = value;
                }
                else
                {
                    Store(variable, value, loop);
                }

                flow = EndOfTurn(frame, LowerBlock(loop.Body));
            }

            if (flow != Flow.Normal)
            {
                break;
            }
        }

        if (turns == 0)
        {
            dry++;
            LowerFor(loop);
            dry--;
        }

        return Leave(frame, flow);
    }

    private void CountTurn(int turns, SyntaxNode loop)
    {
        Step(loop, TurnWork);
        if (turns > options.MaximumLoopTurns)
        {
            throw TooManyTurns(loop);
        }
    }

    private ReadingEndedException TooManyTurns(SyntaxNode loop) =>
        diagnostics.Limit("loop_turns", $"a loop takes more than {options.MaximumLoopTurns} turns", loop.Start, loop.Start + 3);

    /// <summary>What a turn's end means for the loop: normal, or a jump that leaves it.</summary>
    private Flow EndOfTurn(LoopFrame frame, Flow flow)
    {
        if (frame.ContinueFlag >= 0)
        {
            DropFlag(frame.ContinueFlag);
            frame.ContinueFlag = -1;
        }

        return flow switch
        {
            Flow.Continue => Flow.Normal,
            Flow.Break when !frame.IsLeft => Flow.Normal,
            Flow.End or Flow.Return when IsConditional(frame.Level) => Flow.Normal,
            _ => flow,
        };
    }

    private Flow Leave(LoopFrame frame, Flow flow)
    {
        loopFrames.RemoveAt(loopFrames.Count - 1);
        if (frame.BreakFlag >= 0)
        {
            DropFlag(frame.BreakFlag);
        }

        return flow == Flow.Break ? Flow.Normal : flow;
    }

    /// <summary>The values that a loop's variable takes, one after another; <see langword="null"/> where they were refused.</summary>
    private IEnumerable<Value>? LoopValues(ForSyntax loop, ClassicalType type)
    {
        switch (loop.Values)
        {
            case RangeSyntax range:
                if (type.Kind is not (ClassicalKind.Int or ClassicalKind.UInt))
                {
                    Refuse("type_mismatch", $"a range gives integers, not values of type {type}", loop.Values);
                    return null;
                }

                if (RangeEnds(range) is not var (first, step, last))
                {
                    return null;
                }

                if ((last - first) / step >= options.MaximumLoopTurns)
                {
                    throw TooManyTurns(loop);
                }

                if (dry == 0)
                {
                    RefuseTooMuch(LeastOfTurn(loop).Times(Turns(first, step, last)), loop);
                }

                return RangeValues(first, step, last, type);
            case SetSyntax set:
                var values = set.Items.Select(item => ConvertTo(Evaluate(item), type, item)).ToList();
                return values.Any(value => value.IsError) ? null : values;
            default:
                var all = Evaluate(loop.Values);
                if (all.IsError)
                {
                    return null;
                }

                if (!all.Type.IsRegister)
                {
                    Refuse("type_mismatch", $"a loop runs over a range, a set or a bit register, not a {all.Type}", loop.Values);
                    return null;
                }

                var bitsOf = Enumerable.Range(0, all.Type.Width).Select(i => all.IsKnown
                    ? Value.Of(ClassicalType.Bit, ClassicalValue.Of(!((all.Known.Integer >> i) & 1).IsZero), false) : Value.Of(ClassicalType.Bit, BitOf(all, i)));
                return bitsOf.Select(bit => ConvertTo(bit, type, loop.Values)).ToList() is var list && list.Any(value => value.IsError) ? null : list;
        }
    }

    private static IEnumerable<Value> RangeValues(BigInteger first, BigInteger step, BigInteger last, ClassicalType type)
    {
        for (var value = first; step > 0 ? value <= last : value >= last; value += step)
        {
            yield return Value.Of(type, Arithmetic.Wrap(value, type), false);
        }
    }

    private (BigInteger First, BigInteger Step, BigInteger Last)? RangeEnds(RangeSyntax range)
    {
        var first = LoopBound(range.First!);
        var step = range.Step is null ? BigInteger.One : LoopBound(range.Step);
        var last = LoopBound(range.Last!);
        if (step is { IsZero: true })
        {
            Refuse("zero_step", "a range step cannot be zero", range.Step!);
            return null;
        }

        return first is { } from && step is { } by && last is { } to ? (from, by, to) : null;
    }

    private BigInteger? LoopBound(ExpressionSyntax expression)
    {
        var value = Evaluate(expression);
        if (value.IsError)
        {
            return null;
        }

        if (!value.Type.IsInteger)
        {
            Refuse("type_mismatch", $"a range needs integers, not a {value.Type}", expression);
            return null;
        }

        if (!value.IsKnown)
        {
            if (dry == 0)
            {
                Refuse("not_at_run_time", "this must be known before the program runs", expression);
            }

            return null;
        }

        return value.Known.Integer;
    }

    /// <summary>The ends of a range where one of them follows from measured bits.</summary>
    private (Value First, BigInteger Step, Value Last)? RunTimeRange(RangeSyntax range)
    {
        var (first, last) = (Evaluate(range.First!), Evaluate(range.Last!));
        if (first.IsError || last.IsError || (first.IsKnown && last.IsKnown) || !first.Type.IsInteger || !last.Type.IsInteger)
        {
            return null;
        }

        var step = range.Step is null ? BigInteger.One : LoopBound(range.Step) ?? BigInteger.Zero;
        return step.IsZero ? null : (first, step, last);
    }

    private Flow ForAtRunTime(ForSyntax loop, ClassicalType type, (Value First, BigInteger Step, Value Last) ends)
    {
        using (Nest())
        {
            // Wide enough to step beyond either end, where an unsigned variable would begin anew.
            var wide = new ClassicalType(ClassicalKind.Int, Math.Max(Math.Max(ends.First.Type.Width, ends.Last.Type.Width), ClassicalType.DefaultWidth) + 2);
            var counter = new VariableSymbol("", wide, false, Here) { Slot = NewVariable() };
            var limit = new VariableSymbol("", wide, false, Here) { Slot = NewVariable() };
            EmitAssign(null, counter.Slot, ConvertTo(ends.First, wide, loop).ToExpression(), condition, loop);
            EmitAssign(null, limit.Slot, ConvertTo(ends.Last, wide, loop).ToExpression(), condition, loop);
            var more = Binary(ends.Step > 0 ? ExpressionOperator.LessOrEqual : ExpressionOperator.GreaterOrEqual, Read(counter), Read(limit), loop);
            var next = Binary(ExpressionOperator.Add, Read(counter), Value.Of(ClassicalType.Literal, ClassicalValue.Of(ends.Step), true), loop);
            return LoopAtRunTime(() => more, loop.Body, loop, () =>
            {
                var variable = new VariableSymbol(loop.Variable.Name, type, false, Here) { Slot = NewVariable() };
                Declare(variable, loop.Variable);
                EmitAssign(null, variable.Slot, Converted(Read(counter), type).ToExpression(), null, loop);
                EmitAssign(null, counter.Slot, next.ToExpression(), null, loop);
            });
        }
    }

    private Flow LowerWhile(WhileSyntax loop)
    {
        if (dry > 0)
        {
            EvaluateCondition(loop.Condition);
            LowerBlock(loop.Body);
            return Flow.Normal;
        }

        var frame = new LoopFrame(Here, false);
        loopFrames.Add(frame);
        var flow = Flow.Normal;
        for (var turns = 1; flow == Flow.Normal; turns++)
        {
            var value = EvaluateCondition(loop.Condition);
            if (value.IsError || endedAt > 0)
            {
                break;
            }

            if (!value.IsKnown || IsConditional(frame.Level))
            {
                flow = LoopAtRunTime(() => EvaluateCondition(loop.Condition), loop.Body, loop, null);
                break;
            }

            if (!value.Known.IsTrue)
            {
                if (turns == 1)
                {
                    Dry(() => LowerBlock(loop.Body));
                }

                break;
            }

            CountTurn(turns, loop);
            flow = EndOfTurn(frame, LowerBlock(loop.Body));
        }

        return Leave(frame, flow);
    }

    /// <summary>A loop whose turns a run decides on: what its body writes is in memory before it begins.</summary>
    private Flow LoopAtRunTime(Func<Value> test, StatementSyntax[] body, StatementSyntax loop, Action? prologue)
    {
        foreach (var name in AssignedNames.Of(body).Order(StringComparer.Ordinal))
        {
            Forget(name, loop);
        }

        var frame = new LoopFrame(new Level(0, 0, loops + 1), true);
        if (loops > 0 && AssignedNames.HasJump(body, TokenKind.Break))
        {
            frame.BreakFlag = NewBit(loop, -1);
            EmitAssign(frame.BreakFlag, null, ConstantBit(false), null, loop);
        }

        if (test() is not { IsError: false } tested)
        {
            return Flow.Normal;
        }

        var own = ++number;
        var (outerOperations, outerCondition) = (operations, condition);
        var outerGuards = guards.ToArray();
        var outerFlags = flags.ToArray();
        operations = new OperationBuffer();
        guards.Clear();
        flags.Clear();
        RefreshCondition();
        loops++;
        loopFrames.Add(frame);
        if (AssignedNames.HasJump(body, TokenKind.Continue))
        {
            frame.ContinueFlag = NewBit(loop, -1);
            EmitAssign(frame.ContinueFlag, null, ConstantBit(false), null, loop);
        }

        using (Nest())
        {
            prologue?.Invoke();
            LowerBlock(body);
        }

        loopFrames.RemoveAt(loopFrames.Count - 1);
        loops--;
        var inner = operations.ToArray();
        var set = flags.Where(flag => flag != frame.ContinueFlag).ToArray();
        operations = outerOperations;
        guards.Clear();
        guards.AddRange(outerGuards);
        flags.Clear();
        flags.AddRange(outerFlags);
        var goesOn = tested.ToExpression();
        foreach (var flag in set)
        {
            goesOn = And(Negation(new BitExpression(flag)), goesOn);
            if (flag != frame.BreakFlag && !flags.Contains(flag))
            {
                flags.Add(flag);
            }
        }

        RefreshCondition();
        Add(new LoopOperation
        {
            Number = own,
            Group = own,
            ServiceType = "",
            Qubits = [.. inner.SelectMany(operation => operation.Qubits).Distinct()],
            Condition = outerCondition,
            Position = PositionOf(loop),
            While = goesOn,
            Body = ImmutableCollectionsMarshal.AsImmutableArray(inner),
            MaximumTurns = options.MaximumRunTimeTurns,
        }, loop);
        foreach (var name in AssignedNames.Of(body).Order(StringComparer.Ordinal))
        {
            Forget(name, loop);
        }

        return Flow.Normal;
    }

    /// <summary>From here on only a run knows what a name is worth.</summary>
    private void Forget(string name, SyntaxNode node)
    {
        switch (Find(name, out _))
        {
            case BitSymbol register:
                foreach (var place in register.Bits)
                {
                    MaterializeBit(place, node);
                }

                break;
            case VariableSymbol { IsConstant: false } variable:
                Materialize(variable, node);
                break;
        }
    }
}
