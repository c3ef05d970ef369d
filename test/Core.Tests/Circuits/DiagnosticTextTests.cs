using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class DiagnosticTextTests
{
    [Fact]
    public void ADiagnosticShowsItsLineWithACaret()
    {
        const string text = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit q;\n  sgd q;\r\n";
        Assert.Equal("a.qasm:4:3: gate 'sgd' is not defined\n  4 |   sgd q;\n    |   ^^^ did you mean 'sdg'?",
            DiagnosticText.Show(Assert.Single(CircuitParser.Parse(text).Diagnostics), text, "a.qasm"));
    }

    [Fact]
    public void ALongLineIsShownAroundThePlace()
    {
        var text = "qubit q; /*" + new string('é', 500) + "*/ foo q; /*" + new string('x', 500) + "*/\n";
        var shown = DiagnosticText.Show(Assert.Single(CircuitParser.Parse(text).Diagnostics), text, "a.qasm").Split('\n');
        Assert.InRange(shown[1].Length, 60, 130);
        Assert.Equal("foo", shown[1].Substring(shown[2].IndexOf('^', StringComparison.Ordinal), 3));
    }

    [Fact]
    public void APlaceAtTheEndIsShownToo()
    {
        const string text = "OPENQASM 3.0;\nif (true) {\n";
        Assert.Contains("| ^", DiagnosticText.Show(Assert.Single(CircuitParser.Parse(text).Diagnostics), text, "a.qasm"), StringComparison.Ordinal);
    }
}
