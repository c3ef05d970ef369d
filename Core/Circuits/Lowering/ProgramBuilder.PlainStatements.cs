using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// The short way for the statements that long programs consist of: gates, measurements and barriers on indexed operands, with parameters made of numbers
/// and π. They go from characters to operations without tokens and trees; whatever else stands there, mistakes above all, is left to the grammar.
/// </summary>
internal sealed partial class ProgramBuilder
{
    private const int CacheSize = 128;
    private const int PairBound = 128;

    private readonly GateSymbol?[] gateCache = new GateSymbol?[CacheSize];
    private readonly Symbol?[] registerCache = new Symbol?[CacheSize];
    private readonly double[] plainParameters = new double[8];
    private readonly int[] plainQubits = new int[8];
    private ImmutableArray<int>[] singles = [];
    private ImmutableArray<int>[] pairs = [];
    private bool isPiTaken;

    /// <summary>Carries out plain statements from an offset on, and gives the offset at which the first other statement starts.</summary>
    public int LowerPlain(int position)
    {
        if (ended || dry > 0 || condition is not null || annotation is not null || isExpanded || scope != global)
        {
            return position;
        }

        var text = source.Text.AsSpan();
        for (; ; )
        {
            position = SkipBlanks(text, position);
            var next = LowerPlain(text, position);
            if (next < 0)
            {
                return position;
            }

            position = next;
        }
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int position)
    {
        while (position < text.Length)
        {
            if (text[position] is ' ' or '\n' or '\r' or '\t')
            {
                position++;
            }
            else if (text[position] == '/' && position + 1 < text.Length && text[position + 1] == '/')
            {
                var end = text[position..].IndexOf('\n');
                position = end < 0 ? text.Length : position + end + 1;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private static int SkipSpaces(ReadOnlySpan<char> text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t')
        {
            position++;
        }

        return position;
    }

    private static int EndOfName(ReadOnlySpan<char> text, int position)
    {
        if (position >= text.Length || !(char.IsAsciiLetter(text[position]) || text[position] == '_'))
        {
            return position;
        }

        do
        {
            position++;
        }
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'));
        return position;
    }

    /// <summary>One statement; −1 where it isn't plain.</summary>
    private int LowerPlain(ReadOnlySpan<char> text, int start)
    {
        var position = EndOfName(text, start);
        if (position == start || position >= text.Length)
        {
            return -1;
        }

        var name = text[start..position];
        if (PlainGate(name) is { } gate)
        {
            return PlainCall(text, start, position, gate);
        }

        if (name is "measure")
        {
            return PlainMeasure(text, start, position);
        }

        return name is "barrier" ? PlainBarrier(text, start, position) : IsVersion2 ? -1 : PlainMeasureAssignment(text, start);
    }

    private GateSymbol? PlainGate(ReadOnlySpan<char> name)
    {
        var slot = Slot(name);
        if (gateCache[slot] is { } cached && name.SequenceEqual(cached.Name))
        {
            return cached;
        }

        if (name.Length > 64 || Keywords.Of(name, IsVersion2) != TokenKind.Identifier)
        {
            return null;
        }

        // A word such as gphase is a keyword above, so that what is found here is called by its name alone.
        if (Find(name.ToString(), out _) is GateSymbol { IsComplete: true, IsBroken: false, IsDialect: false } symbol && symbol.QubitCount is > 0 and <= 8
            && symbol.ParameterCount <= 8 && symbol.Matrix is null && (symbol.Gate is not null || symbol.Template is not null))
        {
            gateCache[slot] = symbol;
            return symbol;
        }

        return null;
    }

    private static int Slot(ReadOnlySpan<char> name) => (name.Length + (name[0] * 7) + (name[^1] * 31)) & (CacheSize - 1);

    /// <summary>After a declaration a name may mean something else.</summary>
    private void ForgetPlainNames()
    {
        Array.Clear(gateCache);
        Array.Clear(registerCache);
    }

    private Symbol? PlainRegister(ReadOnlySpan<char> name)
    {
        var slot = Slot(name);
        if (registerCache[slot] is { } cached && name.SequenceEqual(cached.Name))
        {
            return cached;
        }

        var symbol = name.Length > 64 ? null : Find(name.ToString(), out _);
        if (symbol is QubitSymbol or BitSymbol)
        {
            registerCache[slot] = symbol;
            return symbol;
        }

        return null;
    }

    private int PlainCall(ReadOnlySpan<char> text, int start, int position, GateSymbol gate)
    {
        var count = 0;
        if (text[position] == '(')
        {
            position++;
            for (; ; )
            {
                if (count >= gate.ParameterCount || !PlainSum(text, ref position, out var value, 0) || !double.IsFinite(value.Value))
                {
                    return -1;
                }

                plainParameters[count++] = value.Value;
                if (position >= text.Length)
                {
                    return -1;
                }

                if (text[position++] == ')')
                {
                    break;
                }

                if (text[position - 1] != ',')
                {
                    return -1;
                }
            }
        }
        else if (text[position] is not (' ' or '\t'))
        {
            return -1;
        }

        if (count != gate.ParameterCount)
        {
            return -1;
        }

        position = PlainOperands(text, position, gate.QubitCount);
        if (position < 0)
        {
            return -1;
        }

        if (gate.Gate is { } native)
        {
            if (number >= options.MaximumOperations)
            {
                return -1;
            }

            steps++;
            number++;
            operations.Add(new GateOperation
            {
                Number = number,
                Group = number,
                ServiceType = ServiceOf(native, 0),
                Qubits = QubitsOf(gate.QubitCount),
                Position = source.PositionOf(start),
                Gate = native,
                Parameters = count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(plainParameters.AsSpan(0, count).ToArray()),
            });
            return position;
        }

        var template = gate.Template!;
        if (number + template.OperationCount > options.MaximumOperations)
        {
            return -1;
        }

        ExpandTemplate(template, plainParameters.AsSpan(0, count).ToArray(), plainQubits.AsSpan(0, gate.QubitCount).ToArray(), new NameSyntax(start, position, gate.Name));
        return position;
    }

    /// <summary>Operands up to the ';', as many different qubits as asked for; gives the offset behind it.</summary>
    private int PlainOperands(ReadOnlySpan<char> text, int position, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var qubit = PlainElement(text, ref position, false);
            if (qubit < 0 || position >= text.Length || text[position] != (i + 1 == count ? ';' : ','))
            {
                return -1;
            }

            position++;
            for (var j = 0; j < i; j++)
            {
                if (plainQubits[j] == qubit)
                {
                    return -1;
                }
            }

            plainQubits[i] = qubit;
        }

        return position;
    }

    /// <summary>A single qubit or bit, or an indexed one, and the blanks around it; −1 where it is another thing.</summary>
    private int PlainElement(ReadOnlySpan<char> text, ref int position, bool isBit)
    {
        position = SkipSpaces(text, position);
        var end = EndOfName(text, position);
        if (end == position || end >= text.Length)
        {
            return -1;
        }

        var symbol = PlainRegister(text[position..end]);
        var (elements, isScalar) = symbol switch
        {
            QubitSymbol qubits when !isBit => (qubits.Qubits, qubits.IsScalar),
            BitSymbol register when isBit => (register.Bits, register.IsScalar),
            _ => (null, false),
        };
        if (elements is null)
        {
            return -1;
        }

        position = end;
        var index = 0;
        if (!isScalar)
        {
            if (text[position] != '[')
            {
                return -1;
            }

            var first = ++position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
            {
                index = (index * 10) + (text[position++] - '0');
                if (position - first > 8)
                {
                    return -1;
                }
            }

            if (position == first || position >= text.Length || text[position] != ']' || index >= elements.Length)
            {
                return -1;
            }

            position++;
        }

        position = SkipSpaces(text, position);
        return elements[index];
    }

    private ImmutableArray<int> QubitsOf(int count)
    {
        if (singles.Length != qubitCount)
        {
            singles = new ImmutableArray<int>[qubitCount];
            pairs = qubitCount <= PairBound ? new ImmutableArray<int>[qubitCount * qubitCount] : [];
        }

        switch (count)
        {
            case 1:
                ref var single = ref singles[plainQubits[0]];
                return single.IsDefault ? single = [plainQubits[0]] : single;
            case 2 when pairs.Length > 0:
                ref var pair = ref pairs[(plainQubits[0] * qubitCount) + plainQubits[1]];
                return pair.IsDefault ? pair = [plainQubits[0], plainQubits[1]] : pair;
            default:
                return ImmutableCollectionsMarshal.AsImmutableArray(plainQubits.AsSpan(0, count).ToArray());
        }
    }
}
