namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal abstract class StatementSyntax(int start, int stop) : SyntaxNode(start, stop);

internal sealed class IncludeSyntax(int start, int stop, string file, int fileStart) : StatementSyntax(start, stop)
{
    public string File { get; } = file;

    public int FileStart { get; } = fileStart;
}

/// <summary>A pragma, or an annotation of the statement that follows.</summary>
internal sealed class RemarkSyntax(int start, int stop, bool isPragma) : StatementSyntax(start, stop)
{
    public bool IsPragma { get; } = isPragma;
}

/// <summary>What is read but not carried out: <c>cal</c>, <c>defcal</c>, <c>extern</c>, <c>stretch</c>, <c>array</c>, <c>opaque</c>.</summary>
internal sealed class UnsupportedSyntax(int start, int stop, string construct, string? name) : StatementSyntax(start, stop)
{
    public string Construct { get; } = construct;

    public string? Name { get; } = name;
}

internal sealed class QubitDeclarationSyntax(int start, int stop, NameSyntax name, ExpressionSyntax? size) : StatementSyntax(start, stop)
{
    public NameSyntax Name { get; } = name;

    public ExpressionSyntax? Size { get; } = size;
}

internal enum DeclarationKind : byte
{
    Plain, Constant, Input, Output,
}

internal sealed class ClassicalDeclarationSyntax(int start, int stop, DeclarationKind kind, TypeSyntax type, NameSyntax name, ExpressionSyntax? value)
    : StatementSyntax(start, stop)
{
    public DeclarationKind Kind { get; } = kind;

    public TypeSyntax Type { get; } = type;

    public NameSyntax Name { get; } = name;

    public ExpressionSyntax? Value { get; } = value;
}

internal sealed class GateDefinitionSyntax(int start, int stop, NameSyntax name, NameSyntax[] parameters, NameSyntax[] qubits, StatementSyntax[] body)
    : StatementSyntax(start, stop)
{
    public NameSyntax Name { get; } = name;

    public NameSyntax[] Parameters { get; } = parameters;

    public NameSyntax[] Qubits { get; } = qubits;

    public StatementSyntax[] Body { get; } = body;
}

internal sealed class ArgumentSyntax(int start, int stop, TypeSyntax type, NameSyntax name) : SyntaxNode(start, stop)
{
    public TypeSyntax Type { get; } = type;

    public NameSyntax Name { get; } = name;
}

internal sealed class SubroutineSyntax(int start, int stop, NameSyntax name, ArgumentSyntax[] arguments, TypeSyntax? result, StatementSyntax[] body)
    : StatementSyntax(start, stop)
{
    public NameSyntax Name { get; } = name;

    public ArgumentSyntax[] Arguments { get; } = arguments;

    public TypeSyntax? Result { get; } = result;

    public StatementSyntax[] Body { get; } = body;
}

internal sealed class AliasSyntax(int start, int stop, NameSyntax name, ExpressionSyntax[] parts) : StatementSyntax(start, stop)
{
    public NameSyntax Name { get; } = name;

    public ExpressionSyntax[] Parts { get; } = parts;
}

internal sealed class ModifierSyntax(int start, int stop, TokenKind kind, ExpressionSyntax? argument) : SyntaxNode(start, stop)
{
    public TokenKind Kind { get; } = kind;

    public ExpressionSyntax? Argument { get; } = argument;
}

internal sealed class GateCallSyntax(int start, int stop, ModifierSyntax[] modifiers, NameSyntax name, ExpressionSyntax[]? parameters, ExpressionSyntax[] operands, bool isControlledWord = false)
    : StatementSyntax(start, stop)
{
    public ModifierSyntax[] Modifiers { get; } = modifiers;

    public NameSyntax Name { get; } = name;

    /// <summary><see langword="null"/> where no parentheses stand.</summary>
    public ExpressionSyntax[]? Parameters { get; } = parameters;

    public ExpressionSyntax[] Operands { get; } = operands;

    /// <summary>Whether the dialect's word <c>controlled</c> stands before it.</summary>
    public bool IsControlledWord { get; } = isControlledWord;
}

/// <summary><c>target = value</c>, <c>target op= value</c>, <c>measure q -> target</c>; without a target a bare measurement.</summary>
internal sealed class AssignmentSyntax(int start, int stop, ExpressionSyntax? target, TokenKind? op, ExpressionSyntax value) : StatementSyntax(start, stop)
{
    public ExpressionSyntax? Target { get; } = target;

    public TokenKind? Operator { get; } = op;

    public ExpressionSyntax Value { get; } = value;
}

internal sealed class OperandsSyntax(int start, int stop, TokenKind kind, ExpressionSyntax? duration, ExpressionSyntax[] operands) : StatementSyntax(start, stop)
{
    /// <summary><c>barrier</c>, <c>reset</c>, <c>delay</c> or <c>nop</c>.</summary>
    public TokenKind Kind { get; } = kind;

    public ExpressionSyntax? Duration { get; } = duration;

    public ExpressionSyntax[] Operands { get; } = operands;
}

internal sealed class BlockSyntax(int start, int stop, StatementSyntax[] body, bool isBox) : StatementSyntax(start, stop)
{
    public StatementSyntax[] Body { get; } = body;

    public bool IsBox { get; } = isBox;
}

internal sealed class IfSyntax(int start, int stop, ExpressionSyntax condition, StatementSyntax[] then, StatementSyntax[] otherwise) : StatementSyntax(start, stop)
{
    public ExpressionSyntax Condition { get; } = condition;

    public StatementSyntax[] Then { get; } = then;

    public StatementSyntax[] Otherwise { get; } = otherwise;
}

internal sealed class ForSyntax(int start, int stop, TypeSyntax? type, NameSyntax variable, ExpressionSyntax values, StatementSyntax[] body) : StatementSyntax(start, stop)
{
    public TypeSyntax? Type { get; } = type;

    public NameSyntax Variable { get; } = variable;

    public ExpressionSyntax Values { get; } = values;

    public StatementSyntax[] Body { get; } = body;
}

internal sealed class WhileSyntax(int start, int stop, ExpressionSyntax condition, StatementSyntax[] body) : StatementSyntax(start, stop)
{
    public ExpressionSyntax Condition { get; } = condition;

    public StatementSyntax[] Body { get; } = body;
}

internal sealed class CaseSyntax(int start, int stop, ExpressionSyntax[] labels, StatementSyntax[] body) : SyntaxNode(start, stop)
{
    /// <summary>Empty for <c>default</c>.</summary>
    public ExpressionSyntax[] Labels { get; } = labels;

    public StatementSyntax[] Body { get; } = body;
}

internal sealed class SwitchSyntax(int start, int stop, ExpressionSyntax value, CaseSyntax[] cases) : StatementSyntax(start, stop)
{
    public ExpressionSyntax Value { get; } = value;

    public CaseSyntax[] Cases { get; } = cases;
}

/// <summary><c>break</c>, <c>continue</c>, <c>end</c> or <c>return</c>.</summary>
internal sealed class JumpSyntax(int start, int stop, TokenKind kind, ExpressionSyntax? value) : StatementSyntax(start, stop)
{
    public TokenKind Kind { get; } = kind;

    public ExpressionSyntax? Value { get; } = value;
}

internal sealed class ExpressionStatementSyntax(ExpressionSyntax value, int stop) : StatementSyntax(value.Start, stop)
{
    public ExpressionSyntax Value { get; } = value;
}
