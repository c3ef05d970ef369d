using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Compares a result with a case's expectations, field by field: numbers to a tolerance, counts exactly, states up to one phase.</summary>
public sealed class ResultCheck(string name, JsonElement expect, QuantumResult result, double tolerance = 1e-9)
{
    /// <summary>Runs a program without nodes and without noise.</summary>
    public static QuantumResult Run(CircuitProgram program, int shots, UInt128 seed, EngineOptions? engine = null) => ResultBuilder.Build(
        new ResultRequest
        {
            Program = program,
            Plan = ProgramSketch.Plan(program),
            Fragments = [],
            Shots = shots,
            Seed = seed,
            NoiseShots = 0,
            Engine = engine ?? new EngineOptions(),
        },
        TestContext.Current.CancellationToken);

    /// <summary>The ideal fields that the case gives.</summary>
    public void Check()
    {
        CheckCounts("counts", result.Counts);
        CheckCounts("classical_counts", result.ClassicalCounts);
        if (expect.Get("measured_qubits") is { ValueKind: JsonValueKind.Array } measured)
        {
            Assert.Equal(measured.EnumerateArray().Select(qubit => qubit.GetInt32()), result.MeasuredQubits);
        }

        CheckListing("probabilities", result.Probabilities);
        CheckListing("measured_probabilities", result.MeasuredProbabilities);
        CheckState();
        foreach (var entry in Properties("observable_expectations"))
        {
            Near(entry.Value.GetDouble(), result.ObservableExpectations[entry.Name], entry.Name);
        }

        foreach (var entry in Properties("entanglement_entropy"))
        {
            Near(entry.Value.GetDouble(), result.EntanglementEntropy[entry.Name], entry.Name);
        }

        foreach (var entry in Properties("bloch_vectors"))
        {
            var (x, y, z) = result.BlochVectors[entry.Name];
            Near(entry.Value.GetProperty("x").GetDouble(), x, entry.Name);
            Near(entry.Value.GetProperty("y").GetDouble(), y, entry.Name);
            Near(entry.Value.GetProperty("z").GetDouble(), z, entry.Name);
        }

        foreach (var entry in Properties("reduced_density_matrices"))
        {
            for (var row = 0; row < 2; row++)
            {
                for (var column = 0; column < 2; column++)
                {
                    var difference = Pair(entry.Value[row][column]) - ParseComplex(result.ReducedDensityMatrices![entry.Name][row][column]);
                    Near(0, difference.Magnitude, entry.Name);
                }
            }
        }

        CheckTop();
    }

    /// <summary>Reads what Python's complex() reads.</summary>
    public static Complex ParseComplex(string text)
    {
        if (!text.EndsWith('j'))
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        var split = Math.Max(text.LastIndexOf('+'), text.LastIndexOf('-'));
        while (split > 0 && text[split - 1] == 'e')
        {
            split = Math.Max(text.LastIndexOf('+', split - 2), text.LastIndexOf('-', split - 2));
        }

        var real = split <= 0 ? 0 : double.Parse(text[..split], CultureInfo.InvariantCulture);
        return new Complex(real, double.Parse(text[Math.Max(0, split)..^1], CultureInfo.InvariantCulture));
    }

    private static Complex Pair(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    private IEnumerable<JsonProperty> Properties(string field) =>
        expect.Get(field) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    private void CheckCounts(string field, IReadOnlyDictionary<string, long>? counts)
    {
        if (expect.Get(field) is { ValueKind: JsonValueKind.Object } value)
        {
            Assert.Equal(
                string.Join(' ', value.EnumerateObject().Select(entry => $"{entry.Name}:{entry.Value.GetInt64()}").Order(StringComparer.Ordinal)),
                string.Join(' ', counts!.Select(entry => $"{entry.Key}:{entry.Value}").Order(StringComparer.Ordinal)));
        }
        else if (expect.TryGetProperty(field, out _))
        {
            Assert.Null(counts);
        }
    }

    private void CheckListing(string field, IReadOnlyDictionary<string, double>? listing)
    {
        var seen = 0;
        foreach (var entry in Properties(field))
        {
            Near(entry.Value.GetDouble(), listing!.GetValueOrDefault(entry.Name), field + " " + entry.Name);
            seen++;
        }

        if (seen > 0 && expect.Get(field + "_dropped").ValueKind == JsonValueKind.Undefined)
        {
            Assert.Equal(seen, listing!.Count);
        }
    }

    private void CheckState()
    {
        if (expect.Get("statevector") is not { ValueKind: JsonValueKind.Array } value)
        {
            return;
        }

        var expected = value.EnumerateArray().Select(Pair).ToArray();
        var found = result.Statevector!.Select(ParseComplex).ToArray();
        Assert.Equal(expected.Length, found.Length);
        var largest = Array.IndexOf(expected, expected.MaxBy(amplitude => amplitude.Magnitude));
        var phase = expected[largest] / found[largest];
        for (var index = 0; index < expected.Length; index++)
        {
            Near(0, (expected[index] - (found[index] * phase)).Magnitude, $"statevector {index}");
        }
    }

    private void CheckTop()
    {
        if (expect.Get("top_basis_states") is not { ValueKind: JsonValueKind.Array } value)
        {
            return;
        }

        Assert.Equal(value.EnumerateArray().Select(entry => entry.GetProperty("basis_state").GetString()), result.TopBasisStates.Select(entry => entry.State));
        foreach (var (expected, found) in value.EnumerateArray().Zip(result.TopBasisStates))
        {
            Near(expected.GetProperty("probability").GetDouble(), found.Probability, "top " + found.State);
        }
    }

    private void Near(double expected, double found, string what) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"{name}: {what} is {found:R}, not {expected:R}");
}
