using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>What a name stands for.</summary>
internal abstract class Symbol(string name)
{
    public string Name { get; } = name;
}

/// <summary>A name whose declaration failed: its uses are not reported again.</summary>
internal sealed class ErrorSymbol(string name) : Symbol(name);

/// <summary>A qubit, a register or an alias of qubits.</summary>
internal sealed class QubitSymbol(string name, int[] qubits, bool isScalar, bool isGateArgument = false, bool isAlias = false) : Symbol(name)
{
    public int[] Qubits { get; } = qubits;

    public bool IsScalar { get; } = isScalar;

    public bool IsGateArgument { get; } = isGateArgument;

    public bool IsAlias { get; } = isAlias;
}

/// <summary>A bit, a register or an alias of bits.</summary>
internal sealed class BitSymbol(string name, int[] bits, bool isScalar) : Symbol(name)
{
    public int[] Bits { get; } = bits;

    public bool IsScalar { get; } = isScalar;

    public ClassicalType Type => new(ClassicalKind.Bit, IsScalar ? 0 : Bits.Length);
}

/// <summary>A variable or constant; while <see cref="Known"/> is set it needs no memory in a run.</summary>
internal sealed class VariableSymbol(string name, ClassicalType type, bool isConstant, Level level) : Symbol(name)
{
    public ClassicalType Type { get; } = type;

    public bool IsConstant { get; } = isConstant;

    /// <summary>How deep in conditions and loops it was declared.</summary>
    public Level Level { get; } = level;

    public Value? Known { get; set; }

    public int Slot { get; set; } = -1;
}

/// <summary>A library's or user's gate.</summary>
internal sealed class GateSymbol(string name, Gate? gate, GateDefinitionSyntax? definition) : Symbol(name)
{
    public Gate? Gate { get; } = gate;

    public GateDefinitionSyntax? Definition { get; } = definition;

    public int QubitCount => Gate?.QubitCount ?? Definition!.Qubits.Length;

    public int ParameterCount => Matrix is not null ? 0 : Gate?.ParameterCount ?? Definition!.Parameters.Length;

    /// <summary>For a <c>unitary</c> its entries.</summary>
    public double[]? Matrix { get; init; }

    /// <summary>The body in a form that expands quickly; <see langword="null"/> where it has loops or modifiers.</summary>
    public GateTemplate? Template { get; set; }

    /// <summary>What a call of a gate with a body expands to at least.</summary>
    public LeastExpansion Least { get; set; }

    /// <summary>How deep gates are defined by gates below it.</summary>
    public int Depth { get; set; }

    /// <summary>Whether its definition has been read to its end.</summary>
    public bool IsComplete { get; set; } = gate is not null;

    /// <summary>Whether its definition was refused, so that calls are not reported again.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether it is one of the dialect's names, not a library's.</summary>
    public bool IsDialect { get; init; }
}

/// <summary>A word that stands for a service.</summary>
internal sealed class WordSymbol(string name) : Symbol(name);

internal sealed class SubroutineSymbol(string name, SubroutineSyntax definition, ClassicalType result) : Symbol(name)
{
    public SubroutineSyntax Definition { get; } = definition;

    public ClassicalType Result { get; } = result;

    public ClassicalType[] ArgumentTypes { get; } = new ClassicalType[definition.Arguments.Length];

    /// <summary>For a qubit argument how many qubits, −1 for a single one; 0 for classical ones.</summary>
    public int[] QubitSizes { get; } = new int[definition.Arguments.Length];

    /// <summary>What a call expands to at least.</summary>
    public LeastExpansion Least { get; set; }

    public bool IsComplete { get; set; }

    public bool IsBroken { get; set; }
}

/// <summary>How many conditions, flags and run-time loops are around a place.</summary>
internal readonly record struct Level(int Guards, int Flags, int Loops);

/// <summary>Names of one block; beyond a boundary only constants, gates and subroutines are seen.</summary>
internal sealed class Scope(Scope? parent, bool isBoundary)
{
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);

    public Scope? Parent { get; } = parent;

    public bool IsBoundary { get; } = isBoundary;

    public Dictionary<string, Symbol> Symbols => symbols;
}
