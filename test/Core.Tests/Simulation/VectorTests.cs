using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>The check values of <c>shared/vectors</c>: numbers to 1e-9, counts exactly.</summary>
public class VectorTests
{
    [Fact]
    public void Well_known_circuits_have_all_fields_of_the_contract() => CheckAll(CheckValues.Local("smoke"));

    [Fact]
    public void Dynamic_programs_are_sampled_shot_by_shot() => CheckAll(CheckValues.Local("dynamic"));

    [Fact]
    public void Language_features_mean_what_their_flat_form_means() => CheckAll(CheckValues.Local("qasm3"));

    [Fact]
    public void Gates_have_their_unitaries()
    {
        foreach (var test in CheckValues.Local("gates"))
        {
            CheckUnitary(test.Get("name").GetString()!, Parse(test.Get("text").GetString()!), test.Get("expect").Get("unitary"));
        }
    }

    [Fact]
    public void Random_circuits_have_all_fields_of_the_contract() => CheckAll(CheckValues.Shared("random"));

    [Fact]
    public void QASMBench_circuits_have_their_distributions() => CheckAll(CheckValues.Shared("qasmbench"));

    private static void CheckAll(IEnumerable<JsonElement> tests)
    {
        foreach (var test in tests)
        {
            var name = test.Get("name").GetString()!;
            var programs = new List<CircuitProgram> { Parse(Text(test), test.Get("parameters")) };
            if (test.Get("flat") is { ValueKind: JsonValueKind.String } flat)
            {
                programs.Add(Parse(flat.GetString()!));
            }

            foreach (var program in programs)
            {
                var shots = test.Get("shots") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 1;
                var result = ResultCheck.Run(program, shots, CheckValues.Seed(test.Get("seed")));
                new ResultCheck(name, test.Get("expect"), result).Check();
            }
        }
    }

    private static string Text(JsonElement test) => test.Get("file") is { ValueKind: JsonValueKind.String } file
        ? File.ReadAllText(Path.Combine(CheckValues.SharedFolder!, "circuits", file.GetString()!))
        : test.Get("text").GetString()!;

    private static CircuitProgram Parse(string text, JsonElement parameters = default)
    {
        var values = parameters.ValueKind != JsonValueKind.Object ? ImmutableDictionary<string, ClassicalValue>.Empty
            : parameters.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => entry.Value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => ClassicalValue.Of(entry.Value.GetBoolean()),
                _ => entry.Value.TryGetInt64(out var whole) ? ClassicalValue.Of(new BigInteger(whole)) : ClassicalValue.Of(entry.Value.GetDouble()),
            });
        var parsed = CircuitParser.Parse(text, CircuitOptions.Default with { Parameters = values });
        Assert.True(parsed.IsAccepted, string.Join("; ", parsed.Diagnostics) + "\n" + text);
        return parsed.Program!;
    }

    /// <summary>The program on one half of n Bell pairs gives its unitary as a state, with all phases between columns.</summary>
    private static void CheckUnitary(string name, CircuitProgram program, JsonElement unitary)
    {
        var qubits = program.QubitCount;
        var preparation = new ProgramSketch(2 * qubits, 0);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            preparation.Gate("h", qubit + qubits).Gate("cx", qubit + qubits, qubit);
        }

        var choi = preparation.Program();
        choi = choi with { Operations = choi.Operations.AddRange(program.Operations) };
        using var state = new CircuitRunner(choi, new EngineOptions()).Run(TestContext.Current.CancellationToken);
        var scale = Math.Sqrt(1 << qubits);
        var dimension = 1 << qubits;
        var expected = new Complex[dimension * dimension];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                var pair = unitary[row][column];
                expected[(column * dimension) + row] = new Complex(pair[0].GetDouble(), pair[1].GetDouble());
            }
        }

        var largest = Array.IndexOf(expected, expected.MaxBy(entry => entry.Magnitude));
        var phase = expected[largest] / (state[largest] * scale);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.True((expected[index] - (state[index] * scale * phase)).Magnitude <= 1e-9, $"{name}: {index} is {state[index] * scale * phase}, not {expected[index]}");
        }
    }
}
