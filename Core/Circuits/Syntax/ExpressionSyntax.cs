using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>A part of the syntax tree; [<see cref="Start"/>, <see cref="Stop"/>) are its characters.</summary>
internal abstract class SyntaxNode(int start, int stop)
{
    public int Start { get; } = start;

    public int Stop { get; } = stop;
}

/// <summary>An expression; <see cref="Size"/> counts its literals, names and operators, <see cref="Depth"/> how deep they stand in each other.</summary>
internal abstract class ExpressionSyntax(int start, int stop, int size, int depth) : SyntaxNode(start, stop)
{
    public int Size { get; } = size;

    public int Depth { get; } = depth;
}

internal enum LiteralKind : byte
{
    Integer, Real, Imaginary, Bool, Bits, Duration,
}

internal sealed class LiteralSyntax(int start, int stop, LiteralKind kind, BigInteger integer, double real, int width) : ExpressionSyntax(start, stop, 1, 1)
{
    public LiteralKind Kind { get; } = kind;

    public BigInteger Integer { get; } = integer;

    public double Real { get; } = real;

    /// <summary>For a bit string its number of bits.</summary>
    public int Width { get; } = width;
}

internal sealed class NameSyntax(int start, int stop, string name) : ExpressionSyntax(start, stop, 1, 1)
{
    public string Name { get; } = name;
}

internal sealed class HardwareQubitSyntax(int start, int stop, int number) : ExpressionSyntax(start, stop, 1, 1)
{
    public int Number { get; } = number;
}

internal sealed class UnarySyntax(int start, TokenKind op, ExpressionSyntax operand)
    : ExpressionSyntax(start, operand.Stop, operand.Size + 1, operand.Depth + 1)
{
    public TokenKind Operator { get; } = op;

    public ExpressionSyntax Operand { get; } = operand;
}

internal sealed class BinarySyntax(Token op, TokenKind kind, ExpressionSyntax left, ExpressionSyntax right)
    : ExpressionSyntax(left.Start, right.Stop, left.Size + right.Size + 1, Math.Max(left.Depth, right.Depth) + 1)
{
    public Token OperatorToken { get; } = op;

    public TokenKind Operator { get; } = kind;

    public ExpressionSyntax Left { get; } = left;

    public ExpressionSyntax Right { get; } = right;
}

internal sealed class CallSyntax(int start, int stop, string name, ExpressionSyntax[] arguments)
    : ExpressionSyntax(start, stop, arguments.Sum(a => a.Size) + 1, arguments.Select(a => a.Depth).DefaultIfEmpty().Max() + 1)
{
    public string Name { get; } = name;

    public ExpressionSyntax[] Arguments { get; } = arguments;
}

internal sealed class CastSyntax(TypeSyntax type, ExpressionSyntax operand, int stop)
    : ExpressionSyntax(type.Start, stop, operand.Size + 1, operand.Depth + 1)
{
    public TypeSyntax Type { get; } = type;

    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary><c>a:b</c>, <c>a:s:b</c>, with any of them left out.</summary>
internal sealed class RangeSyntax(int start, int stop, ExpressionSyntax? first, ExpressionSyntax? step, ExpressionSyntax? last)
    : ExpressionSyntax(start, stop, (first?.Size ?? 0) + (step?.Size ?? 0) + (last?.Size ?? 0) + 1,
        Math.Max(first?.Depth ?? 0, Math.Max(step?.Depth ?? 0, last?.Depth ?? 0)) + 1)
{
    public ExpressionSyntax? First { get; } = first;

    public ExpressionSyntax? Step { get; } = step;

    public ExpressionSyntax? Last { get; } = last;
}

/// <summary><c>{a, b, c}</c>, as an index set, a loop's values or an array's.</summary>
internal sealed class SetSyntax(int start, int stop, ExpressionSyntax[] items)
    : ExpressionSyntax(start, stop, items.Sum(a => a.Size) + 1, items.Select(a => a.Depth).DefaultIfEmpty().Max() + 1)
{
    public ExpressionSyntax[] Items { get; } = items;
}

internal sealed class IndexSyntax(ExpressionSyntax target, ExpressionSyntax[] indices, int stop)
    : ExpressionSyntax(target.Start, stop, target.Size + indices.Sum(a => a.Size), Math.Max(target.Depth, indices.Select(a => a.Depth).DefaultIfEmpty().Max()) + 1)
{
    public ExpressionSyntax Target { get; } = target;

    public ExpressionSyntax[] Indices { get; } = indices;
}

internal sealed class MeasureSyntax(int start, ExpressionSyntax operand) : ExpressionSyntax(start, operand.Stop, operand.Size + 1, operand.Depth + 1)
{
    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary><c>durationof({ … })</c>: kept as a whole, since no duration is known here.</summary>
internal sealed class DurationOfSyntax(int start, int stop, StatementSyntax[] body) : ExpressionSyntax(start, stop, 1, 1)
{
    public StatementSyntax[] Body { get; } = body;
}

/// <summary>A type as written: <c>int[8]</c>, <c>complex[float[64]]</c>, <c>array[int[8], 4]</c>.</summary>
internal sealed class TypeSyntax(int start, int stop, TokenKind kind, ExpressionSyntax? size, TypeSyntax? inner) : SyntaxNode(start, stop)
{
    public TokenKind Kind { get; } = kind;

    public ExpressionSyntax? Size { get; } = size;

    public TypeSyntax? Inner { get; } = inner;
}
