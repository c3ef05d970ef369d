using System.Collections.Immutable;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>A statement on whole registers is the same as one on each of their elements, in order.</summary>
public sealed class BroadcastTests
{
    private const int Size = 20;
    private const string Head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[20] q;\nqubit[20] r;\nqubit[1] one;\nbit[20] c;\nbit[20] d;\ngate g(t) a, b { rx(t / 2) a; barrier a, b; cx b, a; }\n";

    [Theory]
    [InlineData("h q;", "h q[#];")]
    [InlineData("rx(0.25) r;", "rx(0.25) r[#];")]
    [InlineData("cx q, r;", "cx q[#], r[#];")]
    [InlineData("cx one[0], r;", "cx one[0], r[#];")]
    [InlineData("g(0.5) r, q;", "g(0.5) r[#], q[#];")]
    [InlineData("inv @ g(0.5) r, q;", "inv @ g(0.5) r[#], q[#];")]
    [InlineData("ctrl @ negctrl @ x q, one[0], r;", "ctrl @ negctrl @ x q[#], one[0], r[#];")]
    [InlineData("pow(2) @ s q;", "pow(2) @ s q[#];")]
    [InlineData("if (d[1]) { cx q, r; }", "if (d[1]) { cx q[#], r[#]; }")]
    [InlineData("while (d[1]) { x q; d[1] = measure r[0]; }", null)]
    [InlineData("reset r;", "reset r[#];")]
    [InlineData("c = measure q;", "c[#] = measure q[#];")]
    [InlineData("if (d[1]) { c = measure q; }", "if (d[1]) { c[#] = measure q[#]; }")]
    [InlineData("c = d;", "c[#] = d[#];")]
    [InlineData("if (d[1]) { c = d; reset q; }", null)]
    [InlineData("c = 524293;", null)]
    public void ARegisterIsItsElements(string whole, string? each)
    {
        var prologue = Head + "c = measure q;\nd = measure r;\n";
        var read = Read(prologue + whole + "\nx q[0];\n");
        Assert.Equal(Enumerable.Range(1, Flat(read).Length), Flat(read).Select(operation => operation.Number));
        if (each is not null)
        {
            var elements = string.Concat(Enumerable.Range(0, Size).Select(i => each.Replace("#", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n"));
            Assert.Equal(Flat(Read(prologue + elements + "x q[0];\n")).Select(Shown), Flat(read).Select(Shown));
        }
    }

    [Fact]
    public void AServiceWordOnRegistersIsOneOperationForEachPair()
    {
        var read = Read("OPENQASM 3.0;\nqubit[20] q;\nqubit[20] r;\nbell_pair q, r;\nteleport q, r;\n");
        Assert.Equal(60, read.Length);
        Assert.Equal(Enumerable.Range(0, 40).Select(place => 1 + (place / 2 * 2)).Concat(Enumerable.Range(41, 20)), read.Select(operation => operation.Group));
        Assert.All(Enumerable.Range(0, Size), i =>
        {
            Assert.Equal("h", ((GateOperation)read[2 * i]).Gate.Name);
            Assert.Equal([i, Size + i], read[(2 * i) + 1].Qubits);
            Assert.Equal("bell_pair", read[2 * i].ServiceType);
            Assert.Equal("swap", ((GateOperation)read[40 + i]).Gate.Name);
        });
    }

    [Theory]
    [InlineData("cx q, q;")]
    [InlineData("cx q[0:16], q[16:-1:0];")]
    [InlineData("bell_pair q, q;")]
    public void AQubitThatMeetsItselfIsRefused(string text) =>
        Assert.Equal("same_qubit", CircuitParser.Parse(Head.Replace("gate g", "gate g2", StringComparison.Ordinal) + text).Diagnostics[0].Code);

    private static ImmutableArray<Operation> Read(string text)
    {
        var result = CircuitParser.Parse(text);
        Assert.Empty(result.Diagnostics);
        return result.Program!.Operations;
    }

    private static Operation[] Flat(IEnumerable<Operation> operations) =>
        [.. operations.SelectMany(operation => operation is LoopOperation loop ? [operation, .. Flat(loop.Body)] : new[] { operation })];

    private static string Shown(Operation operation) =>
        $"{operation.GetType().Name} {operation.Number} {operation.Group} {operation.ServiceType} {string.Join(',', operation.Qubits)} {operation.Condition} " + operation switch
        {
            GateOperation gate => $"{gate.Gate.Name} {string.Join(',', gate.Parameters)} {gate.ControlCount} {string.Join(',', gate.ControlStates)}",
            MeasureOperation measure => $"{measure.Bit}",
            AssignOperation assign => $"{assign.Bit} {assign.Variable} {assign.Value}",
            _ => "",
        };
}
