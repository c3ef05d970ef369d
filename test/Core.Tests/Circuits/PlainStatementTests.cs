using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>The short way of plain statements gives what the grammar gives; a comment within a statement makes it go through the grammar.</summary>
public sealed partial class PlainStatementTests
{
    [GeneratedRegex(@"(?<=^|[;}]\s*)(?<name>[a-zA-Z]\w*)(?=[ (])(?!\s*\[)", RegexOptions.Multiline)]
    private static partial Regex FirstWord { get; }

    private static Gen<string> Operator => Gen.Int[0, 5].Select(i => new[] { "+", "-", "*", "/", " + ", " / " }[i]);

    private static string ByGrammar(string text) => FirstWord.Replace(text, "$0/**/");

    [Fact]
    public void TheGrammarGivesTheSameProgram()
    {
        var compared = 0;
        foreach (var one in new[] { "gates", "qasm3", "dynamic", "smoke" }.SelectMany(VectorCase.Read))
        {
            var slow = ByGrammar(one.Text);
            Assert.NotEqual(one.Text, slow);
            SamePrograms.Assert(one.Parse(), one.Parse(slow), slow);
            compared++;
        }

        Assert.True(compared > 400);
    }

    [Theory]
    [InlineData("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\n")]
    [InlineData("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\n")]
    public void NumbersHaveTheSameValues(string head)
    {
        var number = Gen.OneOf(Gen.Double[-10, 10].Select(value => value.ToString("R", CultureInfo.InvariantCulture)), Gen.Long[0, long.MaxValue].Select(value => value + ".5"), Gen.Int[0, 99].Select(value => value.ToString(CultureInfo.InvariantCulture)),
            Gen.Double[-1e3, 1e3].Select(value => value.ToString("E16", CultureInfo.InvariantCulture)), Gen.Int[1, 999].Select(value => $".{value}"), Gen.Int[1, 999].Select(value => $"{value}."), Gen.Const("pi"), Gen.Const("(pi - 0.25)"));
        Gen.Select(number, number, number, Operator, Operator).Array[20].Sample(statements =>
        {
            var text = new StringBuilder(head);
            foreach (var (a, b, c, first, second) in statements)
            {
                var line = $"rz({a}{first}{b}{second}({c})) q[0];\nu3(-{a}, {b} , {c}) q[1];\n";
                text.Append(line.Replace("--", "- -", StringComparison.Ordinal).Replace("++", "+ ", StringComparison.Ordinal));
            }

            var (fast, slow) = (CircuitParser.Parse(text.ToString()), CircuitParser.Parse(ByGrammar(text.ToString())));
            Assert.Equal(slow.IsAccepted, fast.IsAccepted);
            if (fast.IsAccepted)
            {
                SamePrograms.Assert(slow.Program!, fast.Program, text.ToString());
            }
            else
            {
                Assert.Equal(slow.Diagnostics.Select(one => (one.Code, one.Line)), fast.Diagnostics.Select(one => (one.Code, one.Line)));
            }
        }, iter: 200, threads: 1);
    }

    [Theory]
    [InlineData("h q[2];", "index_out_of_range")]
    [InlineData("cx q[0], q[0];", "same_qubit")]
    [InlineData("rx q[0];", "parameter_count")]
    [InlineData("rx(0.1, 0.2) q[0];", "parameter_count")]
    [InlineData("cx q[0];", "operand_count")]
    [InlineData("measure q[0] -> c[1];", "index_out_of_range")]
    [InlineData("rx(1/0.0) q[0];", "no_value")]
    [InlineData("rx(1e999) q[0];", "bad_number")]
    [InlineData("barrier q[5];", "index_out_of_range")]
    public void MistakesAreLeftToTheGrammar(string statement, string code)
    {
        var diagnostic = Assert.Single(CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\nbit[1] c;\n" + statement + "\n").Diagnostics);
        Assert.Equal((code, 5), (diagnostic.Code, diagnostic.Line));
    }

    [Fact]
    public void ANameMayMeanSomethingElseLater()
    {
        var program = CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\ngate g a { h a; }\ng q[0];\nconst float pi = 2.0;\nrx(pi / 2) q[0];\nlet r = q[1:1];\nx r[0];\n").Program!;
        Assert.Equal(1.0, ((GateOperation)program.Operations[1]).Parameters[0]);
        Assert.Equal([1], program.Operations[2].Qubits);
    }
}
