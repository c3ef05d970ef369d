using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Circuits that others have published.</summary>
public sealed class PublicCircuitTests(ITestOutputHelper output)
{
    /// <summary>The constructs of the specification's examples that are refused, each by its name, or a mistake of the example itself.</summary>
    private static readonly Dictionary<string, string> RefusedExamples = new(StringComparer.Ordinal)
    {
        ["alignment.qasm"] = "stretch",
        ["arrays.qasm"] = "array",
        ["cphase.qasm"] = "'q' is not defined",
        ["dd.qasm"] = "stretch",
        ["defcal.qasm"] = "defcal",
        ["gateteleport.qasm"] = "extern",
        ["msd.qasm"] = "subroutine",
        ["scqec.qasm"] = "extern",
        ["t1.qasm"] = "extern",
        ["varteleport.qasm"] = "subroutine",
        ["vqe.qasm"] = "extern",
    };

    [Fact]
    public void EveryQasmBenchFileParsesButThoseThatMeasureAnUndeclaredRegister()
    {
        var read = 0;
        foreach (var (name, text) in PublicCircuits.Files("qasmbench", "*.qasm"))
        {
            read++;
            var result = CircuitParser.Parse(text);
            if (name.Contains("vqe_uccsd", StringComparison.Ordinal))
            {
                Assert.All(result.Diagnostics, diagnostic => Assert.Equal("undefined", diagnostic.Code));
                Assert.False(result.IsAccepted);
            }
            else
            {
                Assert.True(result.IsAccepted, $"{name}: {string.Join("; ", result.Diagnostics)}");
            }
        }

        output.WriteLine($"read {read} files of QASMBench");
        Assert.True(read > 100);
    }

    [Fact]
    public void TheSpecificationsExamplesAreAcceptedOrRefusedByName()
    {
        var read = 0;
        foreach (var (name, text) in PublicCircuits.Files("openqasm/examples", "*.qasm"))
        {
            read++;
            var result = CircuitParser.Parse(text);
            output.WriteLine($"{name}: {(result.IsAccepted ? "accepted" : string.Join("; ", result.Diagnostics))}");
            if (result.IsAccepted)
            {
                Assert.False(RefusedExamples.ContainsKey(name), name);
                continue;
            }

            Assert.True(RefusedExamples.TryGetValue(name, out var construct), $"{name}: {string.Join("; ", result.Diagnostics)}");
            Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Message.Contains(construct!, StringComparison.Ordinal));
        }

        Assert.Equal(21, read);
    }

    [Fact]
    public void EveryReferenceStatementIsUnderstood()
    {
        var read = 0;
        foreach (var (name, yaml) in PublicCircuits.Files("openqasm/reference", "*.yaml"))
        {
            read++;
            var result = CircuitParser.CheckSyntax(PublicCircuits.SourceOf(yaml), CircuitOptions.Default);
            Assert.True(result.Diagnostics.IsEmpty, $"{name}: {string.Join("; ", result.Diagnostics)}");
        }

        output.WriteLine($"read {read} reference files");
        Assert.True(read > 25);
    }

    [Fact]
    public void EveryInvalidStatementIsRefusedWithAPosition()
    {
        var read = 0;
        foreach (var (name, text) in PublicCircuits.Files("openqasm/invalid", "*.qasm"))
        {
            foreach (var line in text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)))
            {
                read++;
                var result = CircuitParser.Parse("include \"stdgates.inc\";\n" + line + "\n");
                Assert.False(result.IsAccepted, $"{name}: {line}");
                Assert.True(result.Diagnostics[0].Line >= 2, $"{name}: {line}: {result.Diagnostics[0]}");
                Assert.Equal(1, CircuitParser.Parse(line).Diagnostics.Length is > 0 ? 1 : 0);
            }

            Assert.False(CircuitParser.Parse(text).IsAccepted, name);
        }

        output.WriteLine($"read {read} invalid statements");
        Assert.True(read > 90);
    }
}
