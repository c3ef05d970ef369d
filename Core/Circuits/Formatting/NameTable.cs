using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>The names by which a program's text calls its qubits, bits and variables.</summary>
internal sealed class NameTable
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly string[] qubits;
    private readonly string[] bits;

    /// <summary><paramref name="spell"/> gives a name in the letters that the language allows, <paramref name="isReserved"/> says which of those names are taken by it.</summary>
    public NameTable(CircuitProgram program, Func<string, string> spell, Func<string, bool> isReserved)
    {
        string Free(string name)
        {
            name = spell(name);
            while (isReserved(name) || !taken.Add(name))
            {
                name += "_";
            }

            return name;
        }

        QubitRegisters = [.. program.QubitRegisters.Where(register => register.Name != "$").Select(register => (Free(register.Name), register.Size))];
        ClassicalRegisters = [.. program.ClassicalRegisters.Select(register => (Free(register.Name), register.Start, register.Size))];
        HardwareQubits = Free("q");
        HiddenBits = Free("hidden");
        Variables = [.. Enumerable.Range(0, program.VariableCount).Select(i => Free(string.Create(CultureInfo.InvariantCulture, $"variable_{i}")))];
        qubits = new string[program.QubitCount];
        for (var i = 0; i < qubits.Length; i++)
        {
            qubits[i] = string.Create(CultureInfo.InvariantCulture, $"${i}");
        }

        var next = 0;
        foreach (var (name, size) in QubitRegisters)
        {
            for (var i = 0; i < size; i++)
            {
                qubits[next++] = string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]");
            }
        }

        bits = new string[program.ClassicalBitCount];
        for (var i = program.DeclaredBitCount; i < bits.Length; i++)
        {
            bits[i] = string.Create(CultureInfo.InvariantCulture, $"{HiddenBits}[{i - program.DeclaredBitCount}]");
        }

        foreach (var (name, start, size) in ClassicalRegisters)
        {
            for (var i = 0; i < size; i++)
            {
                bits[start + i] = string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]");
            }
        }
    }

    public IReadOnlyList<(string Name, int Size)> QubitRegisters { get; }

    public IReadOnlyList<(string Name, int Start, int Size)> ClassicalRegisters { get; }

    public string HiddenBits { get; }

    /// <summary>A free name for a register of the hardware qubits, for formats that have none.</summary>
    public string HardwareQubits { get; }

    public IReadOnlyList<string> Variables { get; }

    /// <summary>Joined registers that conditions read, by their bits, in the order of their first use.</summary>
    public List<(string Name, RegisterExpression Bits)> Aliases { get; } = [];

    /// <summary>Takes a name for a gate; false where something has it already.</summary>
    public bool Take(string name) => taken.Add(name);

    public string Qubit(int qubit) => qubits[qubit];

    public string Bit(int bit) => bits[bit];

    /// <summary>Bits of one register as a slice or set, others as an alias.</summary>
    public string Register(RegisterExpression register)
    {
        foreach (var (name, start, size) in ClassicalRegisters)
        {
            var places = register.Bits.Select(bit => bit - start).ToArray();
            if (places.Length == 0 || !places.All(place => place >= 0 && place < size))
            {
                continue;
            }

            var isRange = places.Select((place, i) => place - i).Distinct().Count() == 1;
            return isRange && places.Length == size ? name
                : isRange ? string.Create(CultureInfo.InvariantCulture, $"{name}[{places[0]}:{places[^1]}]")
                : $"{name}[{{{string.Join(", ", places)}}}]";
        }

        foreach (var (name, bits) in Aliases)
        {
            if (bits == register)
            {
                return name;
            }
        }

        var alias = string.Create(CultureInfo.InvariantCulture, $"joined_{Aliases.Count}");
        while (!taken.Add(alias))
        {
            alias += "_";
        }

        Aliases.Add((alias, register));
        return alias;
    }

    public static bool IsKeyword(string name) => Keywords.Of(name, false) != TokenKind.Identifier || name == "pragma";
}
