using System.Collections.Immutable;
using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private void LowerInclude(IncludeSyntax include)
    {
        var library = include.File switch { "stdgates.inc" when !IsVersion2 => Libraries.StdGates, "qelib1.inc" => Libraries.Qelib1, _ => null };
        if (library is null)
        {
            diagnostics.Report("unknown_include", $"'{include.File}' cannot be included", include.FileStart, include.FileStart + include.File.Length + 2,
                IsVersion2 ? "qelib1.inc is built in" : "stdgates.inc and qelib1.inc are built in");
            return;
        }

        if (hasInclude && library != Library)
        {
            diagnostics.Report("redeclared", "stdgates.inc and qelib1.inc define the same names", include.FileStart, include.FileStart + include.File.Length + 2);
            return;
        }

        hasInclude = true;
        foreach (var name in global.Symbols.Keys.Where(library.ContainsKey).Order(StringComparer.Ordinal).Take(1))
        {
            diagnostics.Report("redeclared", $"'{name}' is already declared, and {include.File} defines it too", include);
        }

        Library = library;
        ForgetPlainNames();
    }

    private void LowerQubits(QubitDeclarationSyntax declaration)
    {
        var size = declaration.Size is null ? 1 : Size(declaration.Size, "a register size");
        if (size is not { } count)
        {
            DeclareError(declaration.Name);
            return;
        }

        if (physicalCount > 0)
        {
            Refuse("physical_qubit", "physical and declared qubits can't stand in one program", declaration.Name);
            return;
        }

        if ((long)qubitCount + count > options.MaximumQubits)
        {
            throw TooManyQubits(declaration.Size ?? (SyntaxNode)declaration);
        }

        var qubits = new int[count];
        for (var i = 0; i < count; i++)
        {
            qubits[i] = qubitCount + i;
        }

        if (Declare(new QubitSymbol(declaration.Name.Name, qubits, declaration.Size is null), declaration.Name))
        {
            qubitRegisters.Add(new QubitRegister(declaration.Name.Name, qubitCount, count));
            qubitCount += count;
        }
    }

    private void LowerDeclaration(ClassicalDeclarationSyntax declaration)
    {
        var type = TypeOf(declaration.Type);
        if (type.Kind == ClassicalKind.Error)
        {
            DeclareError(declaration.Name);
            return;
        }

        if (declaration.Kind == DeclarationKind.Input)
        {
            LowerInput(declaration, type);
            return;
        }

        if (declaration.Kind == DeclarationKind.Constant)
        {
            LowerConstant(declaration, type);
            return;
        }

        if (isExpanded && TakeAnnotation() is { } annotation)
        {
            DeclareExpanded(declaration, type, annotation);
            return;
        }

        if (type.Kind == ClassicalKind.Bit)
        {
            LowerBits(declaration, type);
            return;
        }

        Value value;
        if (declaration.Value is MeasureSyntax measure)
        {
            value = Refuse("not_a_bit", $"a measurement is stored in bits, not in a {type}", measure);
        }
        else
        {
            value = declaration.Value is null ? Zero(type) : ConvertTo(Evaluate(declaration.Value), type, declaration.Value);
        }

        var variable = new VariableSymbol(declaration.Name.Name, type, false, Here);
        if (!Declare(variable, declaration.Name))
        {
            return;
        }

        if (value.IsError)
        {
            scope.Symbols[declaration.Name.Name] = new ErrorSymbol(declaration.Name.Name);
            return;
        }

        variable.Known = Zero(type);
        Store(variable, value, declaration);
    }

    private static Value Zero(ClassicalType type) => type.Kind == ClassicalKind.Complex ? new Value(type, default, null, false)
        : Value.Of(type, type.IsIntegral ? ClassicalValue.Of(BigInteger.Zero) : ClassicalValue.Of(0.0), false);

    private void LowerConstant(ClassicalDeclarationSyntax declaration, ClassicalType type)
    {
        var given = declaration.Value is MeasureSyntax ? Refuse("not_constant", "a constant needs a constant expression", declaration.Value) : Evaluate(declaration.Value!);
        if (!given.IsError && !given.IsConstant)
        {
            given = Refuse("not_constant", "a constant needs a constant expression", declaration.Value!);
        }

        var value = ConvertTo(given, type, declaration.Value!);
        var constant = new VariableSymbol(declaration.Name.Name, type, true, Here) { Known = value };
        if (Declare(constant, declaration.Name) && value.IsError)
        {
            scope.Symbols[declaration.Name.Name] = new ErrorSymbol(declaration.Name.Name);
        }
    }

    private void LowerInput(ClassicalDeclarationSyntax declaration, ClassicalType type)
    {
        var name = declaration.Name.Name;
        boundParameters.Add(name);
        if (!options.Parameters.TryGetValue(name, out var given))
        {
            Refuse("missing_parameter", $"input '{name}' has no value; give one in 'parameters'", declaration.Name);
            DeclareError(declaration.Name);
            return;
        }

        var source = given.IsReal ? ClassicalType.Float : ClassicalType.Literal;
        var isWhole = !given.IsReal || given.Real == Math.Floor(given.Real);
        if (!Arithmetic.CanConvert(source, type) && !(type.IsRegister && isWhole))
        {
            Refuse("parameter_type", $"the value of input '{name}' is no {type}", declaration.Name);
            DeclareError(declaration.Name);
            return;
        }

        var value = Value.Of(type, Arithmetic.Convert(given, source, type), false);
        if ((type.IsInteger || type.Kind is ClassicalKind.Bool or ClassicalKind.Bit) && (!isWhole || value.Known.Integer != Arithmetic.Convert(given, source, ClassicalType.Literal).Integer))
        {
            Refuse("parameter_type", $"the value of input '{name}' does not fit {type}", declaration.Name);
            DeclareError(declaration.Name);
            return;
        }

        Declare(new VariableSymbol(name, type, false, Here) { Known = value }, declaration.Name);
    }

    /// <summary>A bit or register: the global ones are the program's, others are hidden and start as 0.</summary>
    private void LowerBits(ClassicalDeclarationSyntax declaration, ClassicalType type)
    {
        var count = Math.Max(1, type.Width);
        var isGlobal = scope == global;
        var taken = isGlobal && (global.Symbols.ContainsKey(declaration.Name.Name) || LibraryGate(declaration.Name.Name) is not null);
        if ((long)bits.Count + count > options.MaximumClassicalBits)
        {
            throw TooManyBits(declaration);
        }

        var places = new int[count];
        if (isGlobal && !taken && (dry == 0 || ended))
        {
            places = DeclareBits(count, declaration);
            classicalRegisters.Add(new ClassicalRegister(declaration.Name.Name, places[0], count));
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                places[i] = NewBit(declaration, 0);
            }
        }

        var symbol = new BitSymbol(declaration.Name.Name, places, type.Width == 0);
        var outcome = declaration.Value is null ? Zero(type) : AssignedValue(declaration.Value, symbol.Bits);
        if (!Declare(symbol, declaration.Name))
        {
            return;
        }

        if (declaration.Value is not null && outcome is { IsError: false } value && value.Type.Kind != ClassicalKind.Void)
        {
            StoreBits(places, type, ConvertTo(value, type, declaration.Value), declaration);
        }
    }

    private void StoreBits(int[] places, ClassicalType type, Value value, SyntaxNode node)
    {
        if (value.IsError || dry > 0)
        {
            return;
        }

        if (value.IsKnown)
        {
            var bytes = value.Known.Integer.ToByteArray();
            var beyond = value.Known.Integer.Sign < 0;
            StoreBitByBit(places, i => i >> 3 < bytes.Length ? ((bytes[i >> 3] >> (i & 7)) & 1) == 1 : beyond, null, node);

            return;
        }

        if (places.Length == 1)
        {
            StoreBit(places[0], null, type.Width == 0 ? value.RunTime : BitOf(value, 0), node);
            return;
        }

        if (value.RunTime is RegisterExpression register && !register.Bits.Any(places.Contains))
        {
            StoreBitByBit(places, null, i => new BitExpression(register.Bits[i]), node);

            return;
        }

        var slot = NewVariable();
        EmitAssign(null, slot, value.RunTime!, condition, node);
        var whole = Value.Of(type, new VariableExpression(slot, type));
        StoreBitByBit(places, null, i => BitOf(whole, i), node);
    }

    private void LowerAlias(AliasSyntax alias)
    {
        var qubits = new List<int>();
        var places = new List<int>();
        var single = alias.Parts.Length == 1;
        var isScalar = false;
        var hasQubits = false;
        var failed = false;
        for (var part = 0; part < alias.Parts.Length; part++)
        {
            var syntax = alias.Parts[part];
            var isBits = RootOf(syntax) is { } root && Find(root, out _) is BitSymbol;
            var found = isBits ? ResolveBits(syntax, out isScalar) : ResolveQubits(syntax, out isScalar, "an alias stands for qubits or bits");
            if (found is null)
            {
                failed = true;
                continue;
            }

            if ((part > 0 && hasQubits == isBits) || (isBits ? places : qubits).Intersect(found).Any())
            {
                Refuse(part > 0 && hasQubits == isBits ? "mixed_alias" : "overlapping_alias",
                    part > 0 && hasQubits == isBits ? "qubits and bits cannot be joined" : "a register cannot be joined with a part of itself", syntax);
                failed = true;
                continue;
            }

            hasQubits = !isBits;
            (isBits ? places : qubits).AddRange(found);
        }

        if (failed)
        {
            DeclareError(alias.Name);
            return;
        }

        // An alias may take the place of one of the same name, as the specification's examples do.
        if (scope.Symbols.GetValueOrDefault(alias.Name.Name) is QubitSymbol or BitSymbol && scope != global)
        {
            scope.Symbols.Remove(alias.Name.Name);
        }

        Declare(hasQubits ? new QubitSymbol(alias.Name.Name, [.. qubits], single && isScalar, isAlias: true) : new BitSymbol(alias.Name.Name, [.. places], single && isScalar), alias.Name);
    }
}
