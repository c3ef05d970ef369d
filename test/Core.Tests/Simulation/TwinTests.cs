using System.Text.RegularExpressions;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>QASMBench's circuits and their transpiled twins give one distribution over the bits they measure, all outcomes of it, to 1e-7.</summary>
public partial class TwinTests
{
    [Fact]
    public void QASMBench_circuits_agree_with_their_transpiled_twins() => Assert.InRange(Compare(1, 19), 40, int.MaxValue);

    [Fact(Explicit = true)]
    public void Large_QASMBench_circuits_agree_with_their_transpiled_twins() => Assert.InRange(Compare(20, 26), 6, int.MaxValue);

    private static int Compare(int least, int most)
    {
        Assert.SkipUnless(CheckValues.SharedFolder is not null, "QMESH_SHARED does not name the folder with vectors/ and circuits/.");
        var pairs = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(CheckValues.SharedFolder!, "circuits", "qasmbench"), "*_transpiled.qasm", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var qubits = int.Parse(Width().Match(Path.GetFileName(file)).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            var original = file.Replace("_transpiled", "", StringComparison.Ordinal);
            if (qubits < least || qubits > most || !File.Exists(original)
                || CircuitParser.Parse(File.ReadAllText(original)).Program is not { } program || CircuitParser.Parse(File.ReadAllText(file)).Program is not { } twin
                || new MeasurementStructure(program).IsDynamic || new MeasurementStructure(twin).IsDynamic || !program.Operations.OfType<MeasureOperation>().Any())
            {
                continue;
            }

            pairs++;
            var expected = ByBits(program);
            var found = ByBits(twin);
            Assert.Equal(expected.Length, found.Length);
            var worst = Enumerable.Range(0, expected.Length).MaxBy(outcome => Math.Abs(expected[outcome] - found[outcome]));
            Assert.True(Math.Abs(expected[worst] - found[worst]) <= 1e-7, $"{Path.GetFileName(original)}: {worst} has {found[worst]}, not {expected[worst]}");
        }

        return pairs;
    }

    /// <summary>The probability of each value of the measured bits, the lowest bit first.</summary>
    private static double[] ByBits(CircuitProgram program)
    {
        int[] measured = [.. program.Operations.OfType<MeasureOperation>().OrderBy(measure => measure.Bit).Select(measure => measure.Qubits[0])];
        var unmeasured = program with { Operations = [.. program.Operations.Where(operation => operation is not MeasureOperation)] };
        using var state = new CircuitRunner(unmeasured, new EngineOptions()).Run(TestContext.Current.CancellationToken);
        var distribution = new double[1 << measured.Length];
        for (long index = 0; index < 1L << program.QubitCount; index++)
        {
            var outcome = 0;
            for (var bit = 0; bit < measured.Length; bit++)
            {
                outcome |= (int)((index >> measured[bit]) & 1) << bit;
            }

            var amplitude = state[index];
            distribution[outcome] += (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);
        }

        return distribution;
    }

    [GeneratedRegex("_n([0-9]+)_")]
    private static partial Regex Width();
}
