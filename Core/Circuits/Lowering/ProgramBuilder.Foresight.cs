using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Counts an expansion before it is begun, as far as the text alone says how much it is, so that what is too much is refused at once.</summary>
internal sealed partial class ProgramBuilder
{
    private const int TurnWork = 8;
    private const int GateWork = 16;
    private const int CallWork = 32;

    private readonly Dictionary<ForSyntax, LeastExpansion> turnsLeast = [];
    private bool mayCallsEnd;

    private void RefuseTooMuch(LeastExpansion least, SyntaxNode node)
    {
        if (diagnostics.IsEmpty && (number + least.Operations > options.MaximumOperations || steps + least.Work > MaximumWork))
        {
            throw TooManyOperations(node);
        }
    }

    /// <summary>The least of one turn of a loop, the count of the turn included.</summary>
    private LeastExpansion LeastOfTurn(ForSyntax loop)
    {
        if (!turnsLeast.TryGetValue(loop, out var least))
        {
            turnsLeast[loop] = least = new LeastExpansion(0, TurnWork, false).Then(LeastOf(loop.Body));
        }

        return least;
    }

    private LeastExpansion LeastOf(StatementSyntax[] statements)
    {
        var sum = default(LeastExpansion);
        foreach (var statement in statements)
        {
            sum = sum.Then(LeastOf(statement));
            if (sum.IsCutShort)
            {
                break;
            }
        }

        return sum;
    }

    private LeastExpansion LeastOf(StatementSyntax statement)
    {
        var own = new LeastExpansion(0, 1, false);
        return statement switch
        {
            BlockSyntax block => own.Then(LeastOf(block.Body)),
            ForSyntax loop => own.Then(LeastOfTurn(loop).Times(LiteralTurns(loop))),
            GateCallSyntax call => own.Then(LeastOf(call)),
            ExpressionStatementSyntax { Value: CallSyntax call } when Find(call.Name, out _) is SubroutineSymbol { IsComplete: true, IsBroken: false } subroutine =>
                own.Then(subroutine.Least),
            JumpSyntax or IfSyntax or WhileSyntax or SwitchSyntax => own with { IsCutShort = MayJump(statement) },
            _ => own with { IsCutShort = MayJump(statement) },
        };
    }

    // Modifiers may take operations away (pow(0)), and a slice may be empty.
    private LeastExpansion LeastOf(GateCallSyntax call) =>
        call.Modifiers.Length > 0 || !Array.TrueForAll(call.Operands, operand => operand is NameSyntax or IndexSyntax { Target: NameSyntax, Indices: [LiteralSyntax or NameSyntax] })
            || Find(call.Name.Name, out _) is not GateSymbol { IsComplete: true, IsBroken: false } gate ? default
        : gate.Gate is not null ? new LeastExpansion(1, 1, false)
        : gate.Least;

    private bool MayJump(StatementSyntax statement) => statement switch
    {
        JumpSyntax => true,
        BlockSyntax block => Array.Exists(block.Body, MayJump),
        IfSyntax branch => Array.Exists(branch.Then, MayJump) || Array.Exists(branch.Otherwise, MayJump),
        ForSyntax loop => Array.Exists(loop.Body, MayJump),
        WhileSyntax loop => Array.Exists(loop.Body, MayJump),
        SwitchSyntax choice => Array.Exists(choice.Cases, part => Array.Exists(part.Body, MayJump)),
        AssignmentSyntax or ClassicalDeclarationSyntax or ExpressionStatementSyntax => mayCallsEnd,
        _ => false,
    };

    private long LiteralTurns(ForSyntax loop) => loop.Values switch
    {
        SetSyntax set => set.Items.Length,
        RangeSyntax { First: { } from, Last: { } to } range when Literal(from) is { } first && Literal(to) is { } last
            && (range.Step is null ? BigInteger.One : Literal(range.Step)) is { IsZero: false } step && Turns(first, step, last) is var turns
            && turns <= options.MaximumLoopTurns => turns,
        _ => 0,
    };

    private static long Turns(BigInteger first, BigInteger step, BigInteger last)
    {
        var turns = ((last - first) / step) + 1;
        return (step.Sign > 0 ? last < first : last > first) ? 0 : turns > int.MaxValue ? int.MaxValue : (long)turns;
    }

    private static BigInteger? Literal(ExpressionSyntax expression) => expression switch
    {
        LiteralSyntax { Kind: LiteralKind.Integer } literal => literal.Integer,
        UnarySyntax { Operator: TokenKind.Minus, Operand: LiteralSyntax { Kind: LiteralKind.Integer } literal } => -literal.Integer,
        _ => null,
    };
}
