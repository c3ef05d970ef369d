using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private CallFrame? frame;
    private int callDepth;

    // The depth of the statement whose call ended the program; 0: none.
    private int endedAt;
    private bool isDryAfterCall;

    /// <summary>A subroutine that is being carried out, and what it has returned.</summary>
    private sealed class CallFrame(SubroutineSymbol subroutine, Level level, int[]? target)
    {
        public SubroutineSymbol Subroutine { get; } = subroutine;

        public Level Level { get; } = level;

        /// <summary>The bits that take the result, so that a measurement that is returned can go there at once.</summary>
        public int[]? Target { get; } = target;

        public bool HasWrittenTarget { get; set; }

        public Value? Result { get; set; }

        /// <summary>Where a return depends on measured bits: the result's variable, and the bit that says that there was one.</summary>
        public VariableSymbol? Variable { get; set; }

        public int Flag { get; set; } = -1;
    }

    private void DefineSubroutine(SubroutineSyntax definition)
    {
        var result = definition.Result is null ? ClassicalType.Void : TypeOf(definition.Result);
        var symbol = new SubroutineSymbol(definition.Name.Name, definition, result);
        if (!Declare(symbol, definition.Name))
        {
            return;
        }

        symbol.IsBroken = result.Kind == ClassicalKind.Error;
        using (Nest(true))
        {
            for (var i = 0; i < definition.Arguments.Length; i++)
            {
                var argument = definition.Arguments[i];
                if (argument.Type.Kind == TokenKind.Qubit)
                {
                    var size = argument.Type.Size is null ? 1 : Size(argument.Type.Size, "a register size") ?? 0;
                    if (size > options.MaximumQubits)
                    {
                        throw TooManyQubits(argument.Type);
                    }

                    symbol.IsBroken |= size == 0;
                    symbol.QubitSizes[i] = argument.Type.Size is null ? -1 : size;
                    var place = i;
                    Declare(new QubitSymbol(argument.Name.Name, [.. Enumerable.Range(0, size).Select(k => -1 - (place * options.MaximumQubits) - k)], argument.Type.Size is null), argument.Name);
                    continue;
                }

                symbol.ArgumentTypes[i] = TypeOf(argument.Type);
                symbol.IsBroken |= symbol.ArgumentTypes[i].Kind == ClassicalKind.Error;
                Declare(new VariableSymbol(argument.Name.Name, symbol.ArgumentTypes[i], false, Here), argument.Name);
            }

            var (outerFrame, outerDry) = (frame, dry);
            frame = new CallFrame(symbol, Here, null);
            dry++;
            LowerStatements(definition.Body);
            dry = outerDry;
            frame = outerFrame;
            mayCallsEnd |= AssignedNames.HasEnd(definition.Body);
            symbol.Least = (new LeastExpansion(0, CallWork, false).Then(LeastOf(definition.Body))) with { IsCutShort = mayCallsEnd };
        }

        symbol.IsComplete = true;
    }

    /// <summary>Carries out a call in place. Where the result is measured last and <paramref name="target"/> fits, it is written there and the value is void.</summary>
    private Value Invoke(SubroutineSymbol subroutine, CallSyntax call, int[]? target)
    {
        var definition = subroutine.Definition;
        if (gateDepth > 0)
        {
            return Refuse("not_unitary", "a gate body holds unitary operations only", call);
        }

        if (!subroutine.IsComplete)
        {
            return subroutine.IsBroken ? Value.Error : Refuse("recursion", $"subroutine '{subroutine.Name}' calls itself, which is not supported", call);
        }

        if (call.Arguments.Length != definition.Arguments.Length)
        {
            return Refuse("argument_count", $"{subroutine.Name} takes {Counted(definition.Arguments.Length, "argument")}, not {call.Arguments.Length}", call);
        }

        if (subroutine.IsBroken || BindArguments(subroutine, call) is not { } bound)
        {
            return Value.Error;
        }

        if (dry > 0 || !diagnostics.IsEmpty)
        {
            return subroutine.Result.Kind == ClassicalKind.Void ? new Value(ClassicalType.Void, default, null, false) : Value.UnknownOf(subroutine.Result);
        }

        RefuseTooMuch(subroutine.Least, call);
        Step(call, CallWork);
        if (++callDepth > options.MaximumNesting)
        {
            throw diagnostics.Limit("nesting", $"calls stand deeper in each other than {options.MaximumNesting}", call.Start, call.Stop);
        }

        var (outerFrame, outerScope) = (frame, scope);
        var own = frame = new CallFrame(subroutine, Here, target);
        scope = new Scope(global, true);
        foreach (var symbol in bound)
        {
            scope.Symbols[symbol.Name] = symbol;
            if (symbol is VariableSymbol { Known: { IsKnown: false } value } variable)
            {
                variable.Known = null;
                Store(variable, value, call);
            }
        }

        if (loops > 0 && subroutine.Result.Kind != ClassicalKind.Void)
        {
            own.Flag = NewBit(call, -1);
            EmitAssign(own.Flag, null, ConstantBit(false), null, call);
        }

        var flow = LowerStatements(definition.Body);
        (frame, scope) = (outerFrame, outerScope);
        callDepth--;
        if (flow == Flow.End)
        {
            EndInCall();
        }

        if (own.Flag >= 0)
        {
            DropFlag(own.Flag);
        }

        return own.HasWrittenTarget ? new Value(ClassicalType.Void, default, null, false)
            : own.Variable is { } late ? Read(late)
            : own.Result ?? (subroutine.Result.Kind == ClassicalKind.Void ? new Value(ClassicalType.Void, default, null, false) : Zero(subroutine.Result));
    }

    /// <summary>What a statement does after a call that ended the program is not carried out any more.</summary>
    private void EndInCall()
    {
        endedAt = loweringDepth;
        if (!isDryAfterCall && !IsConditional(default) && loops == 0)
        {
            isDryAfterCall = true;
            dry++;
        }
    }

    private Flow AfterStatement(Flow flow)
    {
        if (endedAt != loweringDepth)
        {
            return flow;
        }

        dry -= isDryAfterCall ? 1 : 0;
        (endedAt, isDryAfterCall) = (0, false);
        return Flow.End;
    }

    private List<Symbol>? BindArguments(SubroutineSymbol subroutine, CallSyntax call)
    {
        var bound = new List<Symbol>();
        var taken = new HashSet<int>();
        var isWell = true;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var name = subroutine.Definition.Arguments[i].Name.Name;
            var size = subroutine.QubitSizes[i];
            if (size == 0)
            {
                var value = Guarded(() => ConvertTo(Evaluate(call.Arguments[i]), subroutine.ArgumentTypes[i], call.Arguments[i]), call.Arguments[i]);
                isWell &= !value.IsError;
                bound.Add(new VariableSymbol(name, subroutine.ArgumentTypes[i], false, Here) { Known = value });
                continue;
            }

            if (ResolveQubits(call.Arguments[i], out var isScalar, "this argument is a qubit") is not { } qubits)
            {
                isWell = false;
                continue;
            }

            if (size < 0 ? qubits.Length != 1 : qubits.Length != size)
            {
                Refuse("size_mismatch", size < 0 ? "a single qubit is needed" : $"a register of {Counted(size, "qubit")} is needed, not of {qubits.Length}", call.Arguments[i]);
                isWell = false;
            }
            else if (!qubits.All(taken.Add))
            {
                Refuse("same_qubit", "a qubit can be passed once only", call.Arguments[i]);
                isWell = false;
            }

            _ = isScalar;
            bound.Add(new QubitSymbol(name, qubits, size < 0));
        }

        return isWell ? bound : null;
    }

    private Flow LowerReturn(JumpSyntax jump)
    {
        var own = frame!;
        var type = own.Subroutine.Result;
        if (jump.Value is null || type.Kind is ClassicalKind.Void or ClassicalKind.Error)
        {
            if (jump.Value is not null && type.Kind == ClassicalKind.Void)
            {
                Refuse("type_mismatch", $"'{own.Subroutine.Name}' returns nothing", jump.Value, "-> bit");
            }
            else if (jump.Value is null && type.Kind is not (ClassicalKind.Void or ClassicalKind.Error))
            {
                Refuse("type_mismatch", $"'{own.Subroutine.Name}' returns a {type}", jump);
            }

            return Returned(own, null, jump);
        }

        if (jump.Value is MeasureSyntax measure)
        {
            return ReturnMeasured(own, measure, jump);
        }

        var value = Guarded(() => ConvertTo(Evaluate(jump.Value), type, jump.Value), jump.Value);
        return Returned(own, value.IsError ? null : value, jump);
    }

    private Flow ReturnMeasured(CallFrame own, MeasureSyntax measure, JumpSyntax jump)
    {
        var type = own.Subroutine.Result;
        var count = Math.Max(1, type.Width);
        if (type.Kind is not (ClassicalKind.Bit or ClassicalKind.Bool))
        {
            Refuse("not_a_bit", $"a measurement gives bits, not a {type}", measure);
            return Flow.Return;
        }

        if (own.Target is { } target && target.Length == count && dry == 0 && !IsConditional(own.Level) && own.Variable is null && type.Kind == ClassicalKind.Bit)
        {
            LowerMeasure(measure, target, jump);
            own.HasWrittenTarget = true;
            return Flow.Return;
        }

        var places = new int[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = NewBit(jump, -1);
        }

        LowerMeasure(measure, places, jump);
        return Returned(own, ConvertTo(Read(places, new ClassicalType(ClassicalKind.Bit, type.Width), measure), type, measure), jump);
    }

    private Flow Returned(CallFrame own, Value? value, SyntaxNode node)
    {
        if (dry > 0)
        {
            return Flow.Normal;
        }

        if (!IsConditional(own.Level))
        {
            own.Result = value;
            return Flow.Return;
        }

        if (value is { } result)
        {
            own.Variable ??= new VariableSymbol("", own.Subroutine.Result, false, own.Level) { Slot = NewVariable() };
            EmitAssign(null, own.Variable.Slot, result.ToExpression(), condition, node);
        }

        own.Flag = own.Flag < 0 ? NewBit(node, -1) : own.Flag;
        SetFlag(own.Flag, node);
        return Flow.Return;
    }
}
