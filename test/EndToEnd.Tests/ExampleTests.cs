using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>The circuits of <c>examples/</c> through every layer, against values computed with Qiskit.</summary>
public sealed class ExampleTests(MeshFixture mesh)
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("walkthrough", "walkthrough")]
    [InlineData("bell", "bell")]
    [InlineData("ghz", "ghz_5")]
    [InlineData("teleportation", "teleportation")]
    [InlineData("qft5", "qft_5")]
    [InlineData("grover3", "grover_3")]
    [InlineData("deutsch_jozsa", "deutsch_jozsa_5")]
    [InlineData("ghz20", "ghz_20")]
    public async Task An_example_gives_its_check_values(string example, string vector)
    {
        JsonElement check = Vector(vector);
        JsonElement expected = check.GetProperty("expect");
        JsonElement job = await mesh.Api.RunAsync(Circuits.Example(example), body =>
        {
            body["seed"] = check.GetProperty("seed").ToString();
            body["shots"] = check.GetProperty("shots").GetInt32();
        });
        JsonElement result = job.GetProperty("result").GetProperty("quantum_result");
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("counts"), result.GetProperty("counts")), $"counts: {result.GetProperty("counts")}");
        foreach (string field in new[] { "classical_counts", "measured_qubits" })
        {
            if (expected.TryGetProperty(field, out JsonElement value))
            {
                Assert.True(JsonElement.DeepEquals(value, result.GetProperty(field)), $"{field}: {result.GetProperty(field)}");
            }
        }

        foreach (string field in new[] { "probabilities", "measured_probabilities", "observable_expectations", "entanglement_entropy", "bloch_vectors" })
        {
            if (expected.TryGetProperty(field, out JsonElement value))
            {
                AssertNear(value, result.GetProperty(field), field);
            }
        }

        if (expected.TryGetProperty("statevector", out JsonElement state))
        {
            AssertSameState([.. state.EnumerateArray().Select(pair => new Complex(pair[0].GetDouble(), pair[1].GetDouble()))], [.. result.GetProperty("statevector").EnumerateArray().Select(text => Parse(text.GetString()!))]);
        }

        Assert.All(job.GetProperty("result").GetProperty("fragment_results").EnumerateArray(), fragment => Assert.Equal("SUCCESS", fragment.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_dynamic_circuit_runs_with_measurement_reset_condition_and_loop()
    {
        JsonElement job = await mesh.Api.RunAsync(Circuits.Example("dynamic"), body => body["seed"] = 7);
        JsonElement result = job.GetProperty("result").GetProperty("quantum_result");
        Assert.Equal(1024, result.GetProperty("classical_counts").EnumerateObject().Sum(entry => entry.Value.GetInt32()));

        // The flag is measured after ry(θ) and cx: it reads 1 with sin²(θ/2).
        double ones = result.GetProperty("classical_counts").EnumerateObject().Where(entry => entry.Name[0] == '1').Sum(entry => entry.Value.GetInt32()) / 1024.0;
        Assert.Equal(Math.Pow(Math.Sin(1.104012 / 2), 2), ones, 0.06);
        Assert.Contains(result.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("shot 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_seed_on_the_same_mesh_gives_the_same_counts()
    {
        JsonElement first = await mesh.Api.RunAsync(Circuits.Bell, body => body["seed"] = "340282366920938463463374607431768211455");
        JsonElement second = await mesh.Api.RunAsync(Circuits.Bell, body => body["seed"] = "340282366920938463463374607431768211455");
        Assert.Equal(Counts(first), Counts(second));
    }

    [Fact]
    public async Task Centralized_mode_gives_the_same_ideal_result_without_hand_overs()
    {
        JsonElement job = await mesh.Api.RunAsync(Circuits.Example("walkthrough"), body => body["mode"] = "centralized");
        JsonElement result = job.GetProperty("result").GetProperty("quantum_result");
        Assert.Equal("{\"0\":1024}", result.GetProperty("counts").GetRawText());
        Assert.Equal(0, result.GetProperty("distributed_execution").GetProperty("ebits").GetInt32());
        Assert.Single(job.GetProperty("result").GetProperty("fragment_results").EnumerateArray());
    }

    [Theory]
    [InlineData("distributed")]
    [InlineData("centralized")]
    public async Task A_services_gates_have_its_fidelity_in_either_mode(string mode)
    {
        JsonElement job = await mesh.Api.RunAsync("qubit[2] q; teleport q[0], q[1];", body => body["mode"] = mode);
        JsonElement fragment = Assert.Single(job.GetProperty("result").GetProperty("fragment_results").EnumerateArray());
        JsonElement offers = await mesh.Api.GetAsync("services?service_type=teleportation");
        double offered = offers.EnumerateArray().Single(offer => offer.GetProperty("node_id").GetString() == fragment.GetProperty("node_id").GetString()).GetProperty("fidelity").GetDouble();
        Assert.Equal(offered, fragment.GetProperty("operation_fidelity").GetDouble(), 1e-9);
    }

    private static string Counts(JsonElement job) => job.GetProperty("result").GetProperty("quantum_result").GetProperty("counts").GetRawText();

    private static JsonElement Vector(string name)
    {
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "examples.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("name").GetString() == name)
            {
                return document.RootElement.Clone();
            }
        }

        throw new InvalidOperationException($"There is no check value {name}.");
    }

    private static void AssertNear(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Number)
        {
            Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= Tolerance, $"{path}: {expected} and {actual}");
            return;
        }

        foreach (JsonProperty property in expected.EnumerateObject())
        {
            AssertNear(property.Value, actual.GetProperty(property.Name), $"{path}.{property.Name}");
        }
    }

    private static void AssertSameState(Complex[] expected, Complex[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        int largest = Enumerable.Range(0, expected.Length).MaxBy(i => expected[i].Magnitude);
        Complex phase = actual[largest] / expected[largest];
        phase /= phase.Magnitude;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True((actual[i] - (phase * expected[i])).Magnitude <= Tolerance, $"amplitude {i}: {expected[i]} and {actual[i]}");
        }
    }

    /// <summary>Reads an amplitude in the form that Python's complex() reads.</summary>
    private static Complex Parse(string text)
    {
        if (!text.EndsWith('j'))
        {
            return double.Parse(text, CultureInfo.InvariantCulture);
        }

        string body = text[..^1];
        int split = body.LastIndexOfAny(['+', '-'], body.Length - 1);
        while (split > 0 && body[split - 1] is 'e' or 'E')
        {
            split = body.LastIndexOfAny(['+', '-'], split - 1);
        }

        return split <= 0
            ? new Complex(0, double.Parse(body, CultureInfo.InvariantCulture))
            : new Complex(double.Parse(body[..split], CultureInfo.InvariantCulture), double.Parse(body[split..], CultureInfo.InvariantCulture));
    }
}
