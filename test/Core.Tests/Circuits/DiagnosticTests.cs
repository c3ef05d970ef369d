using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class DiagnosticTests
{
    private const string Head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";

    [Theory]
    [InlineData("qubit q;\nsgd q;", "sdg")]
    [InlineData("qubit[2] qubits;\nh qubit_s[0];", "qubits")]
    [InlineData("qubit q;\nconst float angel = 1.0;\nrx(angle_) q;", "angel")]
    [InlineData("qubit q;\nconst float theta = 1.0;\nrx(thta) q;", "theta")]
    [InlineData("qubit q;\nrx(something) q;", null)]
    [InlineData("qubit q;\nrx(sine(0.5)) q;", "sin")]
    [InlineData("qubit q;\nteleprot q, q;", "teleport")]
    [InlineData("qubit q;\nU2(1.0, 2.0) q;", "u2")]
    public void ANameThatWasProbablyMeantIsSuggested(string text, string? suggested)
    {
        var diagnostic = Assert.Single(CircuitParser.Parse(Head + text).Diagnostics);
        Assert.Equal(suggested is null ? null : $"did you mean '{suggested}'?", diagnostic.Suggestion);
    }

    [Fact]
    public void SeveralMistakesAreReportedInOneRunEachOnce()
    {
        var result = CircuitParser.Parse(Head + """
            qubit[2] q;
            foo q[0];
            foo q[1];
            h q[2];
            cx q[0] q[1];
            rx(undefined_angle) q[0];
            rx(undefined_angle) q[1];
            bit[2] c
            c = measure q;
            if (c == "101") x q[0];
            x q[0];

            """);
        Assert.Equal([(4, "unknown_gate"), (6, "index_out_of_range"), (7, "syntax"), (8, "undefined"), (11, "syntax")],
            result.Diagnostics.Select(diagnostic => (diagnostic.Line, diagnostic.Code)).Take(5));
        Assert.Equal(5, result.Diagnostics.Length);
    }

    [Fact]
    public void ADeclarationThatFailsIsNotReportedAtEachUse()
    {
        var result = CircuitParser.Parse(Head + "int n = 2;\nqubit[n] q;\nh q[0];\nh q[1];\nlet a = q[0:1];\ncx a[0], a[1];\n");
        Assert.Equal(4, Assert.Single(result.Diagnostics).Line);
    }

    [Fact]
    public void ReadingEndsAfterEnoughMistakes()
    {
        var text = Head + "qubit q;\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"gate_{i} q;\n"));
        Assert.Equal(CircuitOptions.Default.MaximumDiagnostics, CircuitParser.Parse(text).Diagnostics.Length);
    }

    [Fact]
    public void ColumnsCountCharacters()
    {
        var diagnostic = Assert.Single(CircuitParser.Parse(Head + "qubit q; /* 😀😀 */ foo q;\n").Diagnostics);
        Assert.Equal((3, 19, 3), (diagnostic.Line, diagnostic.Column, diagnostic.Length));
    }

    [Theory]
    [InlineData("cal { x }", "cal")]
    [InlineData("defcal x $0 { play; }", "defcal")]
    [InlineData("defcalgrammar \"openpulse\";", "defcalgrammar")]
    [InlineData("extern f(int) -> int;", "extern")]
    [InlineData("stretch s;", "stretch")]
    [InlineData("array[int[8], 4] a;", "array")]
    [InlineData("opaque g a, b;", "opaque")]
    [InlineData("def f(readonly array[int[8], 4] a) { }", "array")]
    public void WhatIsNotSupportedIsRefusedByName(string text, string construct)
    {
        var diagnostic = Assert.Single(CircuitParser.Parse(Head + text + "\n").Diagnostics);
        Assert.Equal("unsupported", diagnostic.Code);
        Assert.Contains($"'{construct}'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(3, diagnostic.Line);
    }

    [Theory]
    [InlineData("OPENQASM 2.0;\ninclude \"other.inc\";", "unknown_include")]
    [InlineData("OPENQASM 2.0;\nopaque g(a) q;", "unsupported")]
    [InlineData("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\nryy(0.1) q[0],q[1];", "unknown_gate")]
    [InlineData("OPENQASM 2.0;\nqreg q[2];\nh q[0];", "unknown_gate")]
    [InlineData("OPENQASM 4.0;\nqubit q;", "unsupported_version")]
    [InlineData("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[1];\ncreg c[1];\nif(c>1) x q[0];", "syntax")]
    public void OpenQasm2IsRefusedWhereItIsNotOpenQasm2(string text, string code) => Assert.Equal(code, CircuitParser.Parse(text + "\n").Diagnostics[0].Code);

    [Fact]
    public void RecursionIsRefused()
    {
        Assert.Equal("recursion", Assert.Single(CircuitParser.Parse(Head + "def f(qubit a) { f(a); }\n").Diagnostics).Code);
        Assert.Equal("recursion", Assert.Single(CircuitParser.Parse(Head + "gate g a { g a; }\n").Diagnostics).Code);
    }

    [Fact]
    public void InputsNeedValuesAndValuesNeedInputs()
    {
        var text = Head + "input float theta;\nqubit q;\nrx(theta) q;\n";
        Assert.Equal("missing_parameter", Assert.Single(CircuitParser.Parse(text).Diagnostics).Code);
        var options = CircuitOptions.Default with { Parameters = CircuitOptions.Default.Parameters.Add("theta", ClassicalValue.Of(0.5)).Add("theta2", ClassicalValue.Of(0.5)) };
        var diagnostic = Assert.Single(CircuitParser.Parse(text, options).Diagnostics);
        Assert.Equal(("unknown_parameter", "did you mean 'theta'?"), (diagnostic.Code, diagnostic.Suggestion));
        Assert.Equal("parameter_type", Assert.Single(CircuitParser.Parse(Head + "input int theta;\n",
            CircuitOptions.Default with { Parameters = CircuitOptions.Default.Parameters.Add("theta", ClassicalValue.Of(0.5)) }).Diagnostics).Code);
    }
}
