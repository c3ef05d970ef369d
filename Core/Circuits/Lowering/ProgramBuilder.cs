using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// Carries out a program's statements as they are read: checks them, follows what is known at compile time, and writes elementary operations for the rest.
/// </summary>
internal sealed partial class ProgramBuilder
{
    private readonly SourceText source;
    private readonly DiagnosticSink diagnostics;
    private readonly CircuitOptions options;
    private readonly Scope global = new(null, false);
    private readonly List<QubitRegister> qubitRegisters = [];
    private readonly List<ClassicalRegister> classicalRegisters = [];
    private readonly List<CircuitWarning> warnings = [];
    private readonly Dictionary<string, NameSyntax> hidingNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> boundParameters = new(StringComparer.Ordinal);
    private Scope scope;
    private OperationBuffer operations = new();
    private int number;
    private int qubitCount;
    private int physicalCount;
    private int variableCount;
    private int dry;
    private long steps;
    private bool isService;
    private bool hasInclude;

    public ProgramBuilder(SourceText source, DiagnosticSink diagnostics, CircuitOptions options)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        this.options = options;
        scope = global;
    }

    /// <summary>Whether the text is OpenQASM 2.</summary>
    public bool IsVersion2 { get; set; }

    /// <summary>Whether the text has no include, so that the dialect's names are known.</summary>
    public bool IsDialect { get; set; }

    private FrozenDictionary<string, GateSymbol> Library { get; set; } = Libraries.None;

    private FrozenDictionary<string, GateSymbol> BuiltIn => IsVersion2 ? Libraries.BuiltIn2 : Libraries.BuiltIn3;

    public void NoteDialect(string code, string message, int offset)
    {
        isService = true;
        Warn(code, message, offset);
    }

    public void NoteMissingVersion(int offset) => Warn("dialect_no_version", "a program without a version line was taken as OpenQASM 3", offset);

    /// <summary>The whole program; only where nothing was refused.</summary>
    public CircuitProgram Build()
    {
        if (physicalCount > 0)
        {
            qubitRegisters.Add(new QubitRegister("$", 0, physicalCount));
        }

        return new CircuitProgram
        {
            Format = IsVersion2 ? CircuitFormat.OpenQasm2 : isService ? CircuitFormat.Service : CircuitFormat.OpenQasm3,
            QubitCount = qubitCount + physicalCount,
            QubitRegisters = [.. qubitRegisters],
            ClassicalRegisters = [.. classicalRegisters],
            DeclaredBitCount = declaredBits,
            ClassicalBitCount = bits.Count,
            VariableCount = variableCount,
            Operations = ImmutableCollectionsMarshal.AsImmutableArray(operations.ToArray()),
            Warnings = [.. warnings],
        };
    }

    /// <summary>What can be said only at the text's end.</summary>
    public void Finish()
    {
        foreach (var (name, syntax) in hidingNames)
        {
            diagnostics.Report("redeclared", $"'{name}' is already the name of a gate", syntax);
        }

        foreach (var name in options.Parameters.Keys.Where(name => !boundParameters.Contains(name)).Order(StringComparer.Ordinal))
        {
            diagnostics.Report("unknown_parameter", $"a value is given for '{name}', but the program has no input of that name", 0, 1,
                Suggestions.For(name, boundParameters));
        }
    }

    public void Lower(StatementSyntax statement)
    {
        if (ended)
        {
            dry++;
            LowerStatement(statement);
            dry--;
        }
        else if (!diagnostics.IsEmpty && statement is ForSyntax or WhileSyntax or SwitchSyntax or BlockSyntax)
        {
            CheckOnly(statement);
        }
        else if (LowerStatement(statement) == Flow.End)
        {
            ended = true;
        }
    }

    /// <summary>After a mistake no program comes of it: loops are checked once, and what they would have written is asked about no more.</summary>
    private void CheckOnly(StatementSyntax statement)
    {
        dry++;
        LowerStatement(statement);
        dry--;
        foreach (var name in AssignedNames.Of([statement]).Where(name => global.Symbols.GetValueOrDefault(name) is VariableSymbol))
        {
            global.Symbols[name] = new ErrorSymbol(name);
        }
    }

    private void Warn(string code, string message, int offset)
    {
        if (warnings.Count < 100)
        {
            warnings.Add(new CircuitWarning(code, message, source.PositionOf(offset)));
        }
    }

    /// <summary>Counts work, about a quarter of a microsecond a unit, so that what expands without end ends early.</summary>
    private void Step(SyntaxNode node, long cost = 1)
    {
        steps += cost;
        if (steps > MaximumWork)
        {
            throw TooManyOperations(node);
        }
    }

    private long MaximumWork => (4L * options.MaximumOperations) + 100_000;

    /// <summary>How much work has been done so far, in units of <see cref="Step"/>.</summary>
    public long Work => steps;

    private ReadingEndedException TooManyOperations(SyntaxNode node) =>
        diagnostics.Limit("operations", $"the program expands to more than {options.MaximumOperations} operations", node.Start, node.Stop);

    private bool Declare(Symbol symbol, NameSyntax name)
    {
        if (name.Name.Length == 0)
        {
            return false;
        }

        var known = scope.Symbols.GetValueOrDefault(symbol.Name) ?? (scope == global ? LibraryGate(symbol.Name) : null);
        if (known is GateSymbol { Gate: not null } && symbol is VariableSymbol or QubitSymbol { IsAlias: true })
        {
            hidingNames[symbol.Name] = name;
        }
        else if (known is not null and not GateSymbol { IsDialect: true })
        {
            if (known is not ErrorSymbol)
            {
                diagnostics.Report("redeclared", known is GateSymbol { Gate: not null } ? $"'{symbol.Name}' is already the name of a gate" : $"'{symbol.Name}' is already declared", name);
            }

            return false;
        }

        scope.Symbols[symbol.Name] = symbol;
        if (scope == global)
        {
            ForgetPlainNames();
            isPiTaken |= symbol.Name == "pi";
        }

        return true;
    }

    private void DeclareError(NameSyntax name)
    {
        if (name.Name.Length > 0)
        {
            scope.Symbols.TryAdd(name.Name, new ErrorSymbol(name.Name));
        }
    }

    private GateSymbol? LibraryGate(string name) => BuiltIn.GetValueOrDefault(name) ?? Library.GetValueOrDefault(name);

    /// <summary>What a name stands for here; <see langword="null"/> where nothing of that name is seen. <paramref name="isHidden"/>: it exists, but is not seen from here.</summary>
    private Symbol? Find(string name, out bool isHidden)
    {
        isHidden = false;
        var crossed = false;
        for (var place = scope; place is not null; place = place.Parent)
        {
            if (place.Symbols.TryGetValue(name, out var symbol))
            {
                if (hidingNames.Count > 0 && symbol is not GateSymbol && hidingNames.Remove(name, out var hiding))
                {
                    Warn("hides_gate", $"'{name}' takes the place of the library's gate of that name", hiding.Start);
                }

                isHidden = crossed && symbol is (QubitSymbol or BitSymbol or VariableSymbol { IsConstant: false });
                return isHidden ? null : symbol;
            }

            crossed |= place.IsBoundary;
        }

        return LibraryGate(name) ?? (IsVersion2 ? null : (Symbol?)Libraries.Words.GetValueOrDefault(name))
            ?? (IsDialect ? Libraries.Dialect.GetValueOrDefault(name) : null);
    }

    private void ReportUnknown(SyntaxNode node, string name, bool isHidden, Func<Symbol, bool> fits)
    {
        if (isHidden)
        {
            diagnostics.Report("not_visible", $"'{name}' can't be seen here: bodies of gates and subroutines see their own names and constants", node, "declare it const, or pass it as an argument");
            return;
        }

        diagnostics.Report("undefined", $"'{name}' is not defined", node, Suggestions.For(name, Visible(fits)));
        scope.Symbols.TryAdd(name, new ErrorSymbol(name));
    }

    private IEnumerable<string> Visible(Func<Symbol, bool> fits)
    {
        for (var place = scope; place is not null; place = place.Parent)
        {
            foreach (var symbol in place.Symbols.Values.Where(fits))
            {
                yield return symbol.Name;
            }
        }

        foreach (var gate in BuiltIn.Values.Concat(Library.Values).Concat(IsDialect ? Libraries.Dialect.Values : []).Where(fits))
        {
            yield return gate.Name;
        }
    }

    private NestedScope Nest(bool isBoundary = false) => new(this, isBoundary);

    /// <summary>Opens a block of names and closes it again.</summary>
    private readonly struct NestedScope : IDisposable
    {
        private readonly ProgramBuilder builder;
        private readonly Scope outer;

        public NestedScope(ProgramBuilder builder, bool isBoundary)
        {
            this.builder = builder;
            outer = builder.scope;
            builder.scope = new Scope(isBoundary ? builder.global : outer, isBoundary);
        }

        public void Dispose() => builder.scope = outer;
    }
}
