using System.Numerics;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>The check values of others, by the parser and the catalog's matrices alone.</summary>
public sealed class VectorTests
{
    private static TheoryData<string> NamesOf(string set) => [.. VectorCase.Read(set).Select(one => one.Name)];

    public static TheoryData<string> Gates => NamesOf("gates");

    public static TheoryData<string> Language => NamesOf("qasm3");

    public static TheoryData<string> Invalid => NamesOf("qasm3_invalid");

    public static TheoryData<string> Dynamic => NamesOf("dynamic");

    public static TheoryData<string> Smoke => NamesOf("smoke");

    private static VectorCase Case(string set, string name) => VectorCase.Read(set).Single(one => one.Name == name);

    [Theory]
    [MemberData(nameof(Gates))]
    public void AGateHasItsUnitary(string name)
    {
        var one = Case("gates", name);
        var columns = ProgramEvaluator.Unitary(one.Parse());
        var expected = one.Expected.GetProperty("unitary").EnumerateArray().Select(row => row.EnumerateArray().Select(VectorCase.ComplexOf).ToArray()).ToArray();
        for (var row = 0; row < expected.Length; row++)
        {
            for (var column = 0; column < expected.Length; column++)
            {
                Assert.True((columns[column][row] - expected[row][column]).Magnitude < 1e-9, $"[{row},{column}] is {columns[column][row]}, not {expected[row][column]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Language))]
    public void AProgramMeansWhatItsFlatFormMeans(string name)
    {
        var one = Case("qasm3", name);
        var program = one.Parse();
        if (one.Expected.TryGetProperty("statevector", out var amplitudes))
        {
            var state = ProgramEvaluator.Run(program, measure: false).Single().State;
            AssertSameState(amplitudes.EnumerateArray().Select(VectorCase.ComplexOf).ToArray(), state);
        }

        if (one.Expected.TryGetProperty("classical_probabilities", out var distribution) && distribution.ValueKind == JsonValueKind.Object)
        {
            AssertDistribution(distribution, program);
        }
    }

    [Theory]
    [MemberData(nameof(Dynamic))]
    public void ADynamicProgramHasItsDistribution(string name)
    {
        var one = Case("dynamic", name);
        AssertDistribution(one.Expected.GetProperty("classical_probabilities"), one.Parse());
    }

    [Theory]
    [MemberData(nameof(Smoke))]
    public void AServiceProgramHasItsState(string name)
    {
        var one = Case("smoke", name);
        var program = one.Parse();
        if (program.QubitCount > 8)
        {
            Assert.Equal(20, program.QubitCount);
            return;
        }

        if (one.Expected.TryGetProperty("statevector", out var amplitudes) && !program.Operations.Any(operation => operation is ResetOperation || operation.Condition is not null))
        {
            AssertSameState(amplitudes.EnumerateArray().Select(VectorCase.ComplexOf).ToArray(), ProgramEvaluator.Run(program, measure: false).Single().State);
        }

        if (one.Expected.TryGetProperty("classical_probabilities", out var distribution) && distribution.ValueKind == JsonValueKind.Object)
        {
            AssertDistribution(distribution, program);
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void AnInvalidProgramIsRefusedAtItsLine(string name)
    {
        var one = Case("qasm3_invalid", name);
        var result = CircuitParser.Parse(one.Text);
        Assert.False(result.IsAccepted, one.Text);
        Assert.Equal(one.Expected.GetProperty("line").GetInt32(), result.Diagnostics[0].Line);
        Assert.Single(result.Diagnostics);
    }

    [Fact]
    public void AlmostEveryRefusalNamesTheColumnToo()
    {
        var cases = VectorCase.Read("qasm3_invalid");
        var other = cases.Where(one => CircuitParser.Parse(one.Text).Diagnostics is [var first, ..] && first.Column != one.Expected.GetProperty("column").GetInt32())
            .Select(one => $"{one.Name}: {CircuitParser.Parse(one.Text).Diagnostics[0]} expected {one.Expected.GetProperty("column")}").ToList();
        Assert.True(other.Count <= 8, string.Join('\n', other));
    }

    private static void AssertSameState(Complex[] expected, Complex[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = Array.IndexOf(expected, expected.MaxBy(amplitude => amplitude.Magnitude));
        var phase = actual[largest] / expected[largest];
        Assert.True(Math.Abs(phase.Magnitude - 1) < 1e-9, $"amplitude {largest} is {actual[largest]}, not {expected[largest]}");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True((actual[i] - (phase * expected[i])).Magnitude < 1e-9, $"amplitude {i} is {actual[i]}, not {phase * expected[i]}");
        }
    }

    private static void AssertDistribution(JsonElement expected, CircuitProgram program)
    {
        var actual = ProgramEvaluator.Distribution(program);
        foreach (var entry in expected.EnumerateObject())
        {
            Assert.True(Math.Abs(entry.Value.GetDouble() - actual.GetValueOrDefault(entry.Name)) < 1e-9, $"{entry.Name}: {actual.GetValueOrDefault(entry.Name)}, not {entry.Value}");
        }

        Assert.Equal(1, actual.Values.Sum(), 1e-9);
    }
}
