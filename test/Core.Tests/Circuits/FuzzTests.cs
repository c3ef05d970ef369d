using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class FuzzTests
{
    private static readonly CircuitOptions Options = CircuitOptions.Default with { MaximumOperations = 2_000, MaximumLoopTurns = 200, MaximumQubits = 64, MaximumClassicalBits = 2_000 };

    /// <summary>Every refusal stands within the text.</summary>
    private static void AssertPlaced(string text, CircuitParseResult result)
    {
        var lines = text.Split('\n');
        Assert.NotEmpty(result.Diagnostics);
        foreach (var diagnostic in result.Diagnostics)
        {
            Assert.InRange(diagnostic.Line, 1, lines.Length);
            Assert.InRange(diagnostic.Column, 1, lines[diagnostic.Line - 1].Length + 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AMutatedTextIsAcceptedOrRefusedWithAPlace(int seed)
    {
        string[] texts = [.. new[] { "qasm3", "dynamic", "smoke", "gates" }.SelectMany(VectorCase.Read).Select(one => one.Text)];
        var mutator = new TextMutator(texts, seed);
        for (var i = 0; i < 6_000; i++)
        {
            var text = mutator.Next();
            try
            {
                var result = CircuitParser.Parse(text, Options);
                Assert.InRange(result.Work, 0, 400_000);
                if (result.Program is { } program)
                {
                    var written = ProgramFormatter.ToOpenQasm3(program);
                    var again = CircuitParser.Parse(written, Options with { MaximumTextBytes = 10_000_000 });
                    Assert.True(again.IsAccepted, $"{string.Join("; ", again.Diagnostics)}\n{written}");
                    SamePrograms.Assert(program, again.Program, written);
                }
                else
                {
                    AssertPlaced(text, result);
                }
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {i} of seed {seed}: {exception}\n{text}");
            }
        }
    }

    [Fact]
    public void EveryByteOfAFileCanBeAnyOther()
    {
        var texts = VectorCase.Read("qasm3").Where((_, i) => i % 10 == 0).Select(one => one.Text);
        foreach (var text in texts)
        {
            for (var i = 0; i < text.Length; i++)
            {
                foreach (var replacement in "\0;}\"")
                {
                    var mutated = text[..i] + replacement + text[(i + 1)..];
                    var result = CircuitParser.Parse(mutated, Options);
                    if (!result.IsAccepted)
                    {
                        AssertPlaced(mutated, result);
                    }
                }
            }
        }
    }
}
