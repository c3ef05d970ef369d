using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    /// <summary>The qubits that an operand names; <see langword="null"/> where it was refused.</summary>
    private int[]? ResolveQubits(ExpressionSyntax operand, out bool isScalar, string refusal = "a gate acts on qubits")
    {
        isScalar = true;
        switch (operand)
        {
            case HardwareQubitSyntax physical:
                return ResolvePhysical(physical);
            case NameSyntax name:
                switch (Find(name.Name, out var isHidden))
                {
                    case QubitSymbol symbol:
                        isScalar = symbol.IsScalar;
                        return symbol.Qubits;
                    case ErrorSymbol:
                        return null;
                    case null:
                        ReportUnknown(name, name.Name, isHidden, symbol => symbol is QubitSymbol);
                        return null;
                    default:
                        Refuse("not_a_qubit", $"'{name.Name}' is no qubit: {refusal}", name);
                        return null;
                }

            case IndexSyntax index:
                var register = ResolveQubits(index.Target, out var isSingle, refusal);
                if (register is null)
                {
                    return null;
                }

                if (isSingle)
                {
                    var isArgument = RootOf(index) is { } root && Find(root, out _) is QubitSymbol { IsGateArgument: true };
                    Refuse("not_indexable", isArgument ? "qubit arguments of a gate cannot be indexed" : $"'{RootOf(index)}' is a single qubit, not a register", index.Indices[0]);
                    return null;
                }

                isScalar = index.Indices is [not RangeSyntax and not SetSyntax];
                return Select(index, register.Length) is { } chosen ? Array.ConvertAll(chosen, place => register[place]) : null;
            default:
                Refuse("not_a_qubit", refusal, operand);
                return null;
        }
    }

    private int[]? ResolvePhysical(HardwareQubitSyntax physical)
    {
        if (qubitCount > 0)
        {
            Refuse("physical_qubit", "physical and declared qubits can't stand in one program", physical);
            return null;
        }

        if (physical.Number >= options.MaximumQubits)
        {
            throw TooManyQubits(physical);
        }

        physicalCount = Math.Max(physicalCount, physical.Number + 1);
        return [physical.Number];
    }

    private ReadingEndedException TooManyQubits(SyntaxNode node) =>
        diagnostics.Limit("qubits", $"the program has more than {options.MaximumQubits} qubits", node.Start, node.Stop);

    /// <summary>The bits that an operand names; <see langword="null"/> where it was refused.</summary>
    private int[]? ResolveBits(ExpressionSyntax operand, out bool isScalar)
    {
        isScalar = true;
        switch (operand)
        {
            case NameSyntax name:
                switch (Find(name.Name, out var isHidden))
                {
                    case BitSymbol symbol:
                        isScalar = symbol.IsScalar;
                        return symbol.Bits;
                    case ErrorSymbol:
                        return null;
                    case null:
                        ReportUnknown(name, name.Name, isHidden, symbol => symbol is BitSymbol);
                        return null;
                    default:
                        Refuse("not_a_bit", $"'{name.Name}' is no bit: a measurement is stored in bits", name);
                        return null;
                }

            case IndexSyntax index:
                var register = ResolveBits(index.Target, out var isSingle);
                if (register is null)
                {
                    return null;
                }

                if (isSingle)
                {
                    Refuse("not_indexable", $"'{RootOf(index)}' is a single bit, not a register", index.Indices[0]);
                    return null;
                }

                isScalar = index.Indices is [not RangeSyntax and not SetSyntax];
                return Select(index, register.Length) is { } chosen ? Array.ConvertAll(chosen, place => register[place]) : null;
            default:
                Refuse("not_a_bit", "a measurement is stored in bits", operand);
                return null;
        }
    }

    /// <summary>The places that an index chooses among <paramref name="size"/>; <see langword="null"/> where it was refused.</summary>
    private int[]? Select(IndexSyntax index, int size)
    {
        if (index.Indices.Length != 1)
        {
            Refuse("bad_index", "a register has one index", index.Indices.Length > 1 ? index.Indices[1] : index);
            return null;
        }

        switch (index.Indices[0])
        {
            case RangeSyntax range:
                return SelectRange(range, size);
            case SetSyntax set:
                if (set.Items.Length > size)
                {
                    Refuse("bad_index", $"the set has {set.Items.Length} indices for a register of {size}", set);
                    return null;
                }

                var chosen = new int[set.Items.Length];
                for (var i = 0; i < chosen.Length; i++)
                {
                    if (Place(set.Items[i], size) is not { } place)
                    {
                        return null;
                    }

                    chosen[i] = place;
                }

                return chosen;
            default:
                NoteArithmetic(index.Indices[0]);
                return Place(index.Indices[0], size) is { } single ? [single] : null;
        }
    }

    private void NoteArithmetic(ExpressionSyntax index)
    {
        if (IsDialect && index is BinarySyntax && dry == 0)
        {
            NoteDialectOnce("dialect_index_arithmetic", "arithmetic in an index was evaluated", index.Start);
        }
    }

    private int[]? SelectRange(RangeSyntax range, int size)
    {
        if (IsDialect && dry == 0)
        {
            NoteDialectOnce("dialect_inclusive_range", "an index range was taken with both ends", range.Start);
        }

        var step = 1;
        if (range.Step is not null)
        {
            if (IndexValue(range.Step, 1 << 30) is not { } given)
            {
                return null;
            }

            if (given == 0)
            {
                Refuse("zero_step", "a range step cannot be zero", range.Step);
                return null;
            }

            step = given;
        }

        var first = range.First is null ? (step > 0 ? 0 : size - 1) : IndexValue(range.First, 1 << 30);
        var last = range.Last is null ? (step > 0 ? size - 1 : 0) : IndexValue(range.Last, 1 << 30);
        if (first is null || last is null)
        {
            return null;
        }

        var (from, to) = (first < 0 ? first.Value + size : first.Value, last < 0 ? last.Value + size : last.Value);
        var chosen = new List<int>();
        for (long place = from; step > 0 ? place <= to : place >= to; place += step)
        {
            if (place < 0 || place >= size)
            {
                Refuse("index_out_of_range", $"index {place} is outside a register of {size}", range);
                return null;
            }

            chosen.Add((int)place);
        }

        Step(range, chosen.Count >> 2);
        return [.. chosen];
    }

    private int? Place(ExpressionSyntax expression, int size)
    {
        if (IndexValue(expression, int.MaxValue) is not { } index)
        {
            return null;
        }

        var place = index < 0 ? index + size : index;
        if (place >= 0 && place < size)
        {
            return place;
        }

        Refuse("index_out_of_range", $"index {index} is outside a register of {size}", expression);
        return null;
    }

    /// <summary>A known integer; in bodies that are only checked an unknown one is silently nothing.</summary>
    private int? IndexValue(ExpressionSyntax expression, int bound)
    {
        if (expression is LiteralSyntax { Kind: LiteralKind.Integer } literal)
        {
            return literal.Integer <= bound ? (int)literal.Integer : Clamp(literal.Integer, bound);
        }

        var value = Evaluate(expression);
        if (value.IsError)
        {
            return null;
        }

        if (!value.Type.IsInteger)
        {
            Refuse("bad_index", "an index must be an integer", expression);
            return null;
        }

        if (!value.IsKnown)
        {
            if (dry == 0)
            {
                Refuse("index_at_run_time", "which qubit or bit is meant must be known before the program runs", expression);
            }

            return null;
        }

        return Clamp(value.Known.Integer, bound);
    }

    private static int Clamp(BigInteger value, int bound) => value > bound ? bound : value < -bound ? -bound : (int)value;

    private void NoteDialectOnce(string code, string message, int offset)
    {
        if (notedAt.Add(offset))
        {
            NoteDialect(code, message, offset);
        }
    }

    private readonly HashSet<int> notedAt = [];

    /// <summary>A gate's parameter as a double or, where it follows from measured bits, as an expression.</summary>
    private Value EvaluateAngle(ExpressionSyntax expression)
    {
        var value = Evaluate(expression);
        if (value.IsError)
        {
            return value;
        }

        return value.Type.Kind is ClassicalKind.Int or ClassicalKind.UInt or ClassicalKind.Float or ClassicalKind.Angle
            ? Converted(value, ClassicalType.Float)
            : Refuse("type_mismatch", $"a gate's parameter is an angle or number, not a {value.Type}", expression);
    }
}
