using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private readonly List<LoopFrame> loopFrames = [];
    private int endFlag = -1;
    private bool ended;

    /// <summary>A loop that is being carried out; its flags are bits that a run sets where it leaves the loop, or the turn, early.</summary>
    private sealed class LoopFrame(Level level, bool isRunTime)
    {
        public Level Level { get; } = level;

        public bool IsRunTime { get; } = isRunTime;

        public int BreakFlag { get; set; } = -1;

        public int ContinueFlag { get; set; } = -1;

        /// <summary>Whether the last break acts in every run.</summary>
        public bool IsLeft { get; set; }
    }

    private Value EvaluateCondition(ExpressionSyntax expression)
    {
        var value = Evaluate(expression);
        if (value.IsError)
        {
            return value;
        }

        return Arithmetic.CanBeBool(value.Type) ? Converted(value, ClassicalType.Bool)
            : Refuse("type_mismatch", $"a condition must be a Boolean, not a {value.Type}", expression);
    }

    private Flow LowerIf(IfSyntax branch)
    {
        if (IsVersion2 && !IsRegisterComparison(branch.Condition))
        {
            return Flow.Normal;
        }

        var value = EvaluateCondition(branch.Condition);
        if (value.IsError)
        {
            return Dry(() => LowerBlock(branch.Then), () => LowerBlock(branch.Otherwise));
        }

        if (value.IsKnown)
        {
            var (taken, other) = value.Known.IsTrue ? (branch.Then, branch.Otherwise) : (branch.Otherwise, branch.Then);
            Dry(() => LowerBlock(other));
            return LowerBlock(taken);
        }

        if (dry > 0)
        {
            return Dry(() => LowerBlock(branch.Then), () => LowerBlock(branch.Otherwise));
        }

        var guard = Stable(value.RunTime!, branch.Condition, [branch.Then, branch.Otherwise]);
        Under(guard, branch.Then);
        if (branch.Otherwise.Length > 0)
        {
            Under(Negation(guard), branch.Otherwise);
        }

        return Flow.Normal;
    }

    /// <summary>OpenQASM 2 compares a whole register with an integer, and nothing else.</summary>
    private bool IsRegisterComparison(ExpressionSyntax condition)
    {
        if (condition is BinarySyntax { Operator: TokenKind.Equal, Left: NameSyntax register, Right: LiteralSyntax { Kind: LiteralKind.Integer } })
        {
            return Find(register.Name, out _) is BitSymbol || ResolveBits(register, out _) is not null;
        }

        Refuse("syntax", "OpenQASM 2 compares a register with an integer: if (c == 1)", condition);
        return false;
    }

    /// <summary>Statements that are checked, but not carried out.</summary>
    private Flow Dry(params ReadOnlySpan<Action> parts)
    {
        dry++;
        foreach (var part in parts)
        {
            part();
        }

        dry--;
        return Flow.Normal;
    }

    private void Under(ClassicalExpression guard, StatementSyntax[] body)
    {
        PushGuard(guard);
        LowerBlock(body);
        PopGuard();
    }

    /// <summary>A condition that keeps its value through the bodies: itself, or a hidden bit where they may change what it reads.</summary>
    private ClassicalExpression Stable(ClassicalExpression guard, SyntaxNode node, params ReadOnlySpan<StatementSyntax[]> bodies)
    {
        if (isExpanded)
        {
            return guard;
        }

        var readBits = new HashSet<int>();
        var readVariables = new HashSet<int>();
        guard.CollectBits(readBits);
        guard.CollectVariables(readVariables);
        foreach (var body in bodies)
        {
            foreach (var name in AssignedNames.Of(body))
            {
                var changes = Find(name, out _) switch
                {
                    BitSymbol register => register.Bits.Any(readBits.Contains),
                    VariableSymbol variable => readVariables.Contains(variable.Slot),
                    _ => false,
                };
                if (changes)
                {
                    var hidden = NewBit(node, -1);
                    EmitAssign(hidden, null, guard, condition, node);
                    return new BitExpression(hidden);
                }
            }
        }

        return guard;
    }

    private Flow LowerSwitch(SwitchSyntax choice)
    {
        var value = Evaluate(choice.Value);
        if (!value.IsError && !value.Type.IsInteger && value.Type.Kind is not ClassicalKind.Bit)
        {
            value = Refuse("type_mismatch", $"a switch needs an integer, not a {value.Type}", choice.Value);
        }

        var seen = new HashSet<BigInteger>();
        var labels = new List<Value>[choice.Cases.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = [];
            foreach (var syntax in choice.Cases[i].Labels)
            {
                var label = Evaluate(syntax);
                if (label.IsError)
                {
                    continue;
                }

                if (!label.IsConstant || !label.IsKnown || label.Type.Kind is not (ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Bit))
                {
                    Refuse("not_constant", "a case needs a constant integer", syntax);
                }
                else if (!seen.Add(label.Known.Integer))
                {
                    Refuse("switch_duplicate", $"case {label.Known.Integer} is there already", syntax);
                }
                else
                {
                    labels[i].Add(label);
                }
            }
        }

        if (value.IsError || dry > 0)
        {
            foreach (var part in choice.Cases)
            {
                Dry(() => LowerBlock(part.Body));
            }

            return Flow.Normal;
        }

        return value.IsKnown ? SwitchKnown(choice, labels, value) : SwitchAtRunTime(choice, labels, value);
    }

    private Flow SwitchKnown(SwitchSyntax choice, List<Value>[] labels, Value value)
    {
        var taken = Array.FindIndex(labels, list => list.Any(label => label.Known.Integer == value.Known.Integer));
        taken = taken < 0 ? Array.FindIndex(choice.Cases, part => part.Labels.Length == 0) : taken;
        var flow = Flow.Normal;
        for (var i = 0; i < choice.Cases.Length; i++)
        {
            var body = choice.Cases[i].Body;
            flow = i == taken ? LowerBlock(body) : flow;
            if (i != taken)
            {
                Dry(() => LowerBlock(body));
            }
        }

        return flow;
    }

    private Flow SwitchAtRunTime(SwitchSyntax choice, List<Value>[] labels, Value value)
    {
        var slot = NewVariable();
        EmitAssign(null, slot, value.RunTime!, condition, choice.Value);
        var chosen = Value.Of(value.Type, new VariableExpression(slot, value.Type));
        ClassicalExpression? any = null;
        for (var i = 0; i < choice.Cases.Length; i++)
        {
            ClassicalExpression? matches = null;
            foreach (var label in labels[i])
            {
                var equal = Binary(ExpressionOperator.Equal, chosen, label, choice.Cases[i]).RunTime!;
                matches = matches is null ? equal
                    : new BinaryExpression(ExpressionOperator.Or, matches, ClassicalType.Bool, equal, ClassicalType.Bool, ClassicalType.Bool);
            }

            if (choice.Cases[i].Labels.Length == 0)
            {
                if (any is null)
                {
                    LowerBlock(choice.Cases[i].Body);
                }
                else
                {
                    Under(Negation(any), choice.Cases[i].Body);
                }
            }
            else if (matches is not null)
            {
                any = any is null ? matches : new BinaryExpression(ExpressionOperator.Or, any, ClassicalType.Bool, matches, ClassicalType.Bool, ClassicalType.Bool);
                Under(matches, choice.Cases[i].Body);
            }
        }

        return Flow.Normal;
    }

    private Flow LowerJump(JumpSyntax jump)
    {
        if (jump.Kind == TokenKind.Return)
        {
            return LowerReturn(jump);
        }

        if (dry > 0)
        {
            return Flow.Normal;
        }

        if (jump.Kind == TokenKind.End_)
        {
            if (IsConditional(default) || loops > 0)
            {
                endFlag = endFlag < 0 ? NewBit(jump, -1) : endFlag;
                SetFlag(endFlag, jump);
            }

            return Flow.End;
        }

        var frame = loopFrames[^1];
        var isConditional = IsConditional(frame.Level);
        if (jump.Kind == TokenKind.Break)
        {
            frame.IsLeft = !isConditional && !frame.IsRunTime;
            if (!frame.IsLeft)
            {
                frame.BreakFlag = frame.BreakFlag < 0 ? NewBit(jump, -1) : frame.BreakFlag;
                SetFlag(frame.BreakFlag, jump);
            }

            return Flow.Break;
        }

        if (isConditional)
        {
            frame.ContinueFlag = frame.ContinueFlag < 0 ? NewBit(jump, -1) : frame.ContinueFlag;
            SetFlag(frame.ContinueFlag, jump);
        }

        return Flow.Continue;
    }

    /// <summary>Sets a flag where the current condition holds; what follows acts only where it isn't set.</summary>
    private void SetFlag(int flag, SyntaxNode node)
    {
        EmitAssign(flag, null, ConstantBit(true), condition, node);
        if (!flags.Contains(flag))
        {
            flags.Add(flag);
            RefreshCondition();
        }
    }

    private void DropFlag(int flag)
    {
        if (flags.Remove(flag))
        {
            RefreshCondition();
        }
    }
}
