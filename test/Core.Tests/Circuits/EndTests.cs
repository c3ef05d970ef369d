using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary><c>end</c> ends the program, wherever it stands.</summary>
public sealed class EndTests
{
    [Theory]
    [InlineData("def f(qubit a) { x a; end; }", "f(q); h q;", "x")]
    [InlineData("def g(qubit a) { x a; end; } def f(qubit a) { g(a); y a; }", "f(q); h q;", "x")]
    [InlineData("def f() -> int { end; return 1; }", "int k = f(); h q;", "")]
    [InlineData("def f() -> int { end; return 1; }", "bit[4] c = f(); h q;", "")]
    [InlineData("def f() -> bool { end; return true; }", "if (f()) { h q; } else { y q; } x q;", "")]
    [InlineData("def f() -> bool { end; return true; }", "while (f()) { h q; } x q;", "")]
    [InlineData("def f() -> int { end; return 1; }", "switch (f()) { case 1 { h q; } default { y q; } } x q;", "")]
    [InlineData("def f() -> int { end; return 1; }", "for int i in [0:f()] { h q; } x q;", "")]
    [InlineData("def f(qubit a) { x a; end; }", "for int i in [0:3] { f(q); h q; } y q;", "x")]
    [InlineData("def f(qubit a) { x a; if (false) { end; } }", "f(q); h q;", "x h")]
    [InlineData("def f(qubit a, int n) { x a; if (n == 2) end; }", "for int i in [0:3] { f(q, i); h q; } y q;", "x h x h x")]
    public void InASubroutineToo(string definition, string body, string gates)
    {
        CircuitParseResult result = CircuitParser.Parse($"OPENQASM 3.0;\ninclude \"stdgates.inc\";\n{definition}\nqubit q;\n{body}\n");
        Assert.Empty(result.Diagnostics);
        Assert.Equal(gates, string.Join(' ', result.Program!.Operations.OfType<GateOperation>().Select(gate => gate.Gate.Name)));
        Assert.Empty(result.Program.Operations.OfType<LoopOperation>());
    }

    [Fact]
    public void WhereARunDecidesWhatFollowsDependsOnIt()
    {
        CircuitParseResult result = CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\ndef f(qubit a) { x a; end; }\nqubit q;\nbit c;\nc = measure q;\nif (c) { f(q); h q; }\ny q;\n");
        Assert.Empty(result.Diagnostics);
        GateOperation[] gates = [.. result.Program!.Operations.OfType<GateOperation>()];
        Assert.Equal(["x", "y"], gates.Select(gate => gate.Gate.Name));
        Assert.All(gates, gate => Assert.NotNull(gate.Condition));
    }
}
