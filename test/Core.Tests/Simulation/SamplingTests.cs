using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.QuantumMesh.Core.Simulation;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

public class SamplingTests
{
    [Fact]
    public void Generators_give_the_doubles_and_bits_of_NumPy()
    {
        var checkedStreams = 0;
        foreach (var test in CheckValues.Local("sampling"))
        {
            if (!test.GetProperty("expect").TryGetProperty("doubles", out var streams))
            {
                continue;
            }

            var seed = CheckValues.Seed(test.Get("seed"));
            foreach (var stream in streams.EnumerateObject())
            {
                var key = Regex.Match(stream.Name, @"spawn_key=\((\d+),\)");
                var generator = key.Success
                    ? new Pcg64(new SeedSequence(seed, ulong.Parse(key.Groups[1].Value, CultureInfo.InvariantCulture)))
                    : new Pcg64(seed);
                foreach (var expected in stream.Value.Doubles())
                {
                    Assert.Equal(expected, generator.NextDouble());
                }

                checkedStreams++;
            }

            var raw = new Pcg64(seed);
            foreach (var expected in test.GetProperty("expect").GetProperty("raw_uint64").GetProperty("default_rng(seed)").EnumerateArray())
            {
                Assert.Equal(expected.GetString(), raw.NextUInt64().ToString(CultureInfo.InvariantCulture));
            }

            var words = new uint[8];
            new SeedSequence(seed).GenerateState(words);
            Assert.Equal(test.GetProperty("expect").GetProperty("seed_sequence_uint32").EnumerateArray().Select(word => word.GetUInt32()), words);
        }

        Assert.True(checkedStreams >= 40);
    }

    [Fact]
    public void Skipping_draws_is_the_same_as_making_them()
    {
        var walked = new Pcg64(42);
        for (var draw = 0; draw < 1000; draw++)
        {
            walked.NextUInt64();
        }

        var skipped = new Pcg64(42);
        skipped.Advance(1000);
        Assert.Equal(walked.NextUInt64(), skipped.NextUInt64());
    }

    [Fact]
    public void Counts_of_listed_distributions_are_those_of_searchsorted()
    {
        var cases = 0;
        foreach (var test in CheckValues.Local("sampling"))
        {
            var expect = test.GetProperty("expect");
            if (!expect.TryGetProperty("counts", out var counts))
            {
                continue;
            }

            var probabilities = expect.GetProperty("measured_probabilities").EnumerateObject().ToArray();
            var outcomes = JointSampling.Outcomes(
                Array.ConvertAll(probabilities, entry => entry.Value.GetDouble()), test.GetProperty("shots").GetInt32(), CheckValues.Seed(test.Get("seed")));
            var found = outcomes.GroupBy(outcome => outcome).ToDictionary(group => probabilities[group.Key].Name, group => group.Count());
            Assert.Equal(counts.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32()), found);
            Assert.Equal(
                expect.GetProperty("first_outcomes").EnumerateArray().Select(outcome => outcome.GetString()),
                outcomes.Take(8).Select(outcome => probabilities[outcome].Name));
            cases++;
        }

        Assert.True(cases >= 50);
    }
}
