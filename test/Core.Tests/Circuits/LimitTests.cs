using System.Text;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Texts that ask for more than there is end with the bound's name after little work.</summary>
public sealed class LimitTests
{
    private const string Head = "OPENQASM 3.0;\ninclude \"stdgates.inc\";\n";

    public static TheoryData<int> All => [.. Enumerable.Range(0, Bombs.All.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void ABombEndsWithTheBoundsName(int index)
    {
        var (code, text) = Bombs.All[index];
        var result = CircuitParser.Parse(text);
        Assert.False(result.IsAccepted);
        Assert.Equal(code, result.Diagnostics[^1].Code);
        Assert.True(result.Work <= 2_200_000, $"{result.Work} units of work");
    }

    [Fact]
    public void NothingOverflowsASmallStack()
    {
        var texts = Bombs.All.Select(bomb => bomb.Text).Append(Head + "bit[8] c;\nqubit q;\nc[0] = measure q;\nrx(0.1 * uint[8](c)" + string.Concat(Enumerable.Repeat(" + 1.0", 490)) + ") q;\n")
            .Append(Head + "qubit q;\nbit c;\nc = measure q;\n" + string.Concat(Enumerable.Repeat("while (c) { ", 190)) + "x q;" + new string('}', 190)).ToList();
        var read = 0;
        var thread = new Thread(() =>
        {
            foreach (var text in texts)
            {
                var result = CircuitParser.Parse(text);
                Assert.True(result.IsAccepted || result.Diagnostics.Length > 0);
                read++;
            }
        }, 384 << 10);
        thread.Start();
        thread.Join();
        Assert.Equal(texts.Count, read);
    }

    [Fact]
    public void ManyWideBarriersShareTheirQubits()
    {
        var text = new StringBuilder(Head).Append("qubit[1000] q;\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("barrier;\nbarrier q;\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = CircuitParser.Parse(text.ToString());
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(result.IsAccepted || result.Diagnostics[0].Code == "limit_operations");
        Assert.True(allocated < 400_000_000, $"{allocated} bytes");
    }

    [Fact]
    public void PowersNeedNoRepetitionWhereTheyHaveAForm()
    {
        var program = CircuitParser.Parse(Head + "qubit q;\npow(1000000001) @ x q;\npow(1000000000) @ h q;\npow(1000000) @ rx(0.1) q;\npow(1000000) @ sx q;\n").Program!;
        Assert.Equal(["x", "rx", "unitary"], program.Operations.Cast<GateOperation>().Select(operation => operation.Gate.Name));
        Assert.Equal(100_000, ((GateOperation)program.Operations[1]).Parameters[0], 1e-6);
    }

    [Fact]
    public void ASmallOptionIsNamedToo()
    {
        var result = CircuitParser.Parse(Head + "qubit[3] q;\nh q;\n", CircuitOptions.Default with { MaximumOperations = 2 });
        Assert.Equal("limit_operations", Assert.Single(result.Diagnostics).Code);
        Assert.Equal(4, result.Diagnostics[0].Line);
    }

    [Theory]
    [InlineData("gate g0 a { for int i in [0:99] h a; }\ngate g1 a { for int i in [0:99] g0 a; }\ngate g2 a { for int i in [0:99] g1 a; }\nqubit q;\ng2 q;\n")]
    [InlineData("def f0(qubit a) { for int i in [0:99] { h a; } }\ndef f1(qubit a) { for int i in [0:99] f0(a); }\nqubit q;\nfor int i in [0:99] f1(q);\n")]
    [InlineData("qubit q;\nfor int i in [99999:-1:0] { x q; x q; x q; x q; x q; x q; }\n")]
    [InlineData("qubit q;\nconst int n = 99999;\nfor int i in [0:n] for int j in {1, 2, 3, 4, 5, 6} x q;\n")]
    [InlineData("qubit[1000] q;\nqft q;\n")]
    public void WhatTheTextSaysIsRefusedBeforeItIsDone(string text)
    {
        var result = CircuitParser.Parse(Head + text);
        Assert.Equal("limit_operations", Assert.Single(result.Diagnostics).Code);
        Assert.True(result.Work < 200, $"{result.Work} units of work");
    }

    [Theory]
    [InlineData("for int i in [0:99999] { x q; x q; x q; x q; x q; x q; if (i == 2) break; }")]
    [InlineData("for int i in [0:99999] { if (i > 2) continue; x q; x q; x q; x q; x q; x q; }")]
    [InlineData("for int i in [0:99999] { if (i > 2) end; x q; x q; x q; x q; x q; x q; }")]
    [InlineData("def f(int n, qubit a) { if (n > 2) end; x a; x a; x a; x a; x a; x a; }\nfor int i in [0:99999] { f(i, q); }")]
    [InlineData("def f(int n, qubit a) -> int { if (n > 2) end; return 1; }\nfor int i in [0:99999] { int k = f(i, q); x q; x q; x q; x q; x q; x q; }")]
    [InlineData("for int i in [1:0] for int j in [0:99999] { x q; x q; x q; x q; x q; x q; }")]
    [InlineData("if (false) { for int j in [0:99999] { x q; x q; x q; x q; x q; x q; } }")]
    [InlineData("for int j in [0:99999] { pow(0) @ x q; pow(0) @ x q; pow(0) @ x q; pow(0) @ x q; pow(0) @ x q; pow(0) @ x q; }")]
    public void WhatIsNotCarriedOutDoesNotCount(string text)
    {
        var result = CircuitParser.Parse(Head + "qubit q;\n" + text);
        Assert.Empty(result.Diagnostics);
        Assert.InRange(result.Program!.Operations.Length, 0, 20);
    }

    [Fact]
    public void ARegisterThatIsRefusedWasNeverInMemory()
    {
        var text = Head + "qubit[1000] q;\n" + string.Concat(Enumerable.Repeat("h q;\n", 1000));
        CircuitParser.Parse(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("limit_operations", CircuitParser.Parse(text).Diagnostics[^1].Code);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 8_000_000, $"{allocated} bytes");
    }
}
