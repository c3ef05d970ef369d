using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// Every gate that a program can hold, by its name on the wire: those of qelib1.inc with Qiskit's phases, those of stdgates.inc and OpenQASM 3's <c>U</c>
/// and <c>gphase</c> with the specification's, and <c>unitary</c>, a gate given by its matrix.
/// </summary>
public static class GateCatalog
{
    private static readonly FrozenDictionary<string, Gate> ByName = Build().ToFrozenDictionary(gate => gate.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Gate>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name of gates that are given by their matrix.</summary>
    public const string UnitaryName = "unitary";

    /// <summary>The most qubits that a <c>unitary</c> may have.</summary>
    public const int MaximumUnitaryQubits = 6;

    /// <summary>All gates but <c>unitary</c>, which has one form for each number of qubits.</summary>
    public static IReadOnlyCollection<Gate> Gates => ByName.Values;

    /// <summary>The gate of that name, <c>unitary</c> excepted.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out Gate? gate) => BySpan.TryGetValue(name, out gate);

    /// <summary>The gate of that name; an <see cref="ArgumentException"/> where there is none.</summary>
    public static Gate Get(string name) =>
        ByName.TryGetValue(name, out var gate) ? gate : throw new ArgumentException($"The catalog has no gate '{name}'.", nameof(name));

    /// <summary>
    /// The gate on <paramref name="qubitCount"/> qubits that is given by its matrix; its parameters are the entries row by row, real and imaginary part in turn.
    /// </summary>
    public static Gate Unitary(int qubitCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(qubitCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qubitCount, MaximumUnitaryQubits);
        return new Gate(UnitaryName, qubitCount, 2 << (2 * qubitCount), 0, null);
    }

    /// <summary>
    /// The gate's matrix, row by row, of dimension 2^<see cref="Gate.QubitCount"/> (1 for <c>gphase</c>); little-endian: the first operand is the least significant bit.
    /// </summary>
    public static Complex[] Matrix(Gate gate, ReadOnlySpan<double> parameters) => GateMatrices.Of(gate, parameters);

    /// <summary>How the inverse of a gate is written.</summary>
    public static GateInverse Inverse(Gate gate) => GateInverses.Of(gate);

    private static List<Gate> Build()
    {
        var gates = new List<Gate>();
        Gate Add(string name, int qubits, int parameters = 0)
        {
            var gate = new Gate(name, qubits, parameters, 0, null);
            gates.Add(gate);
            return gate;
        }

        Gate Controlled(string name, int controls, Gate target)
        {
            var gate = new Gate(name, controls + target.QubitCount, target.ParameterCount, controls, target);
            gates.Add(gate);
            return gate;
        }

        Add("gphase", 0, 1);
        Add("id", 1);
        Add("u0", 1, 1);
        var x = Add("x", 1);
        var y = Add("y", 1);
        var z = Add("z", 1);
        var h = Add("h", 1);
        var s = Add("s", 1);
        var sdg = Add("sdg", 1);
        Add("t", 1);
        Add("tdg", 1);
        var sx = Add("sx", 1);
        Add("sxdg", 1);
        var p = Add("p", 1, 1);
        var u1 = Add("u1", 1, 1);
        var rx = Add("rx", 1, 1);
        var ry = Add("ry", 1, 1);
        var rz = Add("rz", 1, 1);
        Add("r", 1, 2);
        Add("u2", 1, 2);
        var u3 = Add("u3", 1, 3);
        Add("u", 1, 3);
        Add("U", 1, 3);
        Add("u2_su2", 1, 2);
        Add("u3_su2", 1, 3);
        var u4 = Add("u4", 1, 4);

        Controlled("cx", 1, x);
        Controlled("cy", 1, y);
        Controlled("cz", 1, z);
        Controlled("ch", 1, h);
        Controlled("cs", 1, s);
        Controlled("csdg", 1, sdg);
        Controlled("csx", 1, sx);
        Controlled("cp", 1, p);
        Controlled("cu1", 1, u1);
        Controlled("crx", 1, rx);
        Controlled("cry", 1, ry);
        Controlled("crz", 1, rz);
        Controlled("cu3", 1, u3);
        Controlled("cu", 1, u4);
        Controlled("ccx", 2, x);
        Controlled("ccz", 2, z);
        Controlled("c3x", 3, x);
        Controlled("c3sqrtx", 3, sx);
        Controlled("c4x", 4, x);
        var swap = Add("swap", 2);
        Controlled("cswap", 1, swap);

        Add("iswap", 2);
        Add("ecr", 2);
        Add("dcx", 2);
        Add("rxx", 2, 1);
        Add("ryy", 2, 1);
        Add("rzz", 2, 1);
        Add("rzx", 2, 1);
        Add("xx_minus_yy", 2, 2);
        Add("xx_plus_yy", 2, 2);
        Add("rccx", 3);
        Add("rc3x", 4);
        return gates;
    }
}
