using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class ProgramFormatterTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Accepted
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var set in new[] { "gates", "qasm3", "dynamic", "smoke" })
            {
                foreach (var one in VectorCase.Read(set))
                {
                    data.Add(set, one.Name);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> GateNames => [.. GateCatalog.Gates.Where(gate => gate.QubitCount > 0).Select(gate => gate.Name)];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void AProgramsTextIsReadAsTheSameProgram(string set, string name)
    {
        var program = VectorCase.Read(set).Single(one => one.Name == name).Parse();
        var text = ProgramFormatter.ToOpenQasm3(program);
        var again = CircuitParser.Parse(text);
        Assert.True(again.IsAccepted, $"{string.Join("; ", again.Diagnostics)}\n{text}");
        SamePrograms.Assert(program, again.Program, text);
    }

    [Fact]
    public void EveryPublicCircuitsTextIsReadAsTheSameProgram()
    {
        var read = 0;
        foreach (var (_, text) in PublicCircuits.Files("", "*.qasm"))
        {
            if (CircuitParser.Parse(text).Program is { } program)
            {
                read++;
                var again = ProgramFormatter.ToOpenQasm3(program);
                SamePrograms.Assert(program, CircuitParser.Parse(again, CircuitOptions.Default with { MaximumTextBytes = 10_000_000 }).Program!, again);
            }
        }

        output.WriteLine($"wrote and read {read} circuits");
        Assert.True(read > 100);
    }

    [Theory]
    [InlineData("θ", "u03b8")]
    [InlineData("ünïq", "u00fcnu00efq")]
    [InlineData("Q", "q")]
    [InlineData("_x", "r_x")]
    [InlineData("qreg1", "qreg1")]
    [InlineData("sin", "sin_")]
    [InlineData("ccx", "ccx_")]
    public void InOpenQasm2ARegistersNameIsOneThatItAllows(string name, string expected)
    {
        var include = name == "ccx" ? "" : "include \"stdgates.inc\";";
        var program = CircuitParser.Parse($"OPENQASM 3.0; {include} qubit[2] {name}; bit[2] Σ; U(0.3, 0, 0) {name}[1]; Σ = measure {name};").Program!;

        var text = ProgramFormatter.ToOpenQasm2(program).Text!;

        Assert.Contains($"qreg {expected}[2];", text, StringComparison.Ordinal);
        Assert.True(CircuitParser.Parse(text).IsAccepted, text);
    }

    [Theory]
    [MemberData(nameof(GateNames))]
    public void ForOtherReadersAGatesDefinitionHasItsMatrix(string name)
    {
        var gate = GateCatalog.Get(name);
        double[] angles = [0.7, -1.9, 2.3, 0.4];
        var program = OneGate(gate, angles.AsSpan(0, gate.ParameterCount).ToArray());
        AssertSameMatrixWithoutAnnotations(program, GateCatalog.Matrix(gate, angles.AsSpan(0, gate.ParameterCount)));
    }

    [Theory]
    [InlineData("pow(0.3) @ swap q[0], q[1];", 2)]
    [InlineData("pow(0.7) @ three q[0], q[1], q[2];", 3)]
    [InlineData("pow(-0.25) @ U(0.3, 0.4, 0.5) q[0];", 1)]
    public void ForOtherReadersAMatrixIsWrittenAsGates(string call, int qubits)
    {
        var text = $"OPENQASM 3.0; include \"stdgates.inc\"; gate three a, b, c {{ h a; cx a, b; ccx a, b, c; ry(0.3) c; t b; }} qubit[{qubits}] q; {call}";
        var program = CircuitParser.Parse(text).Program!;
        var gate = Assert.IsType<GateOperation>(Assert.Single(program.Operations));
        AssertSameMatrixWithoutAnnotations(program, GateCatalog.Matrix(gate.Gate, gate.Parameters.AsSpan()));
    }

    [Fact]
    public void OpenQasm2SaysWhatItCan()
    {
        var read = 0;
        foreach (var one in VectorCase.Read("gates").Concat(VectorCase.Read("smoke")))
        {
            var program = one.Parse();
            var written = ProgramFormatter.ToOpenQasm2(program);
            if (program.QubitCount > 6 || !written.IsWritten || program.Operations.Any(operation => operation is not GateOperation))
            {
                continue;
            }

            read++;
            var again = CircuitParser.Parse(written.Text);
            Assert.True(again.IsAccepted, $"{string.Join("; ", again.Diagnostics)}\n{written.Text}");
            Assert.Equal(CircuitFormat.OpenQasm2, again.Program.Format);
            AssertSameUpToPhase(ProgramEvaluator.Unitary(program), ProgramEvaluator.Unitary(again.Program), written.Text);
        }

        output.WriteLine($"compared {read} programs");
        Assert.True(read > 150);
    }

    [Theory]
    [InlineData("qubit[2] Q; bit[2] C; h Q[0]; C = measure Q;", "qreg q[2]", "creg c[2]")]
    [InlineData("qubit[2] Q; bit[2] q; h Q[0]; q = measure Q;", "qreg q[2]", "creg q_[2]")]
    [InlineData("qubit[2] rzz; h rzz;", "qreg rzz_[2]", "h rzz_[0]")]
    [InlineData("bit[2] q; h $0; q[0] = measure $1;", "qreg q_[2]", "creg q[2]")]
    public void OpenQasm2HasNamesOfItsOwn(string statements, string first, string second)
    {
        var program = CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n" + statements).Program!;
        var written = ProgramFormatter.ToOpenQasm2(program);
        Assert.Contains(first, written.Text, StringComparison.Ordinal);
        Assert.Contains(second, written.Text, StringComparison.Ordinal);
        Assert.True(CircuitParser.Parse(written.Text!).IsAccepted, written.Text);
    }

    [Fact]
    public void QiskitsRegistersHaveDifferentNames()
    {
        var program = CircuitParser.Parse("OPENQASM 3.0; include \"stdgates.inc\"; bit[2] q; h $0; q[0] = measure $1;").Program!;
        var text = ProgramFormatter.ToQiskit(program).Text;
        Assert.Contains("QuantumRegister(2, \"q_\")", text, StringComparison.Ordinal);
        Assert.Contains("ClassicalRegister(2, \"q\")", text, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenQasm2RefusesWhatItCantSay()
    {
        var program = CircuitParser.Parse("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[2] q;\nbit[2] c;\nc = measure q;\nwhile (c[0]) { c = measure q; }\n").Program!;
        var written = ProgramFormatter.ToOpenQasm2(program);
        Assert.False(written.IsWritten);
        Assert.Contains("line 6", written.Refusal, StringComparison.Ordinal);
    }

    private static CircuitProgram OneGate(Gate gate, double[] parameters) => new()
    {
        Format = CircuitFormat.OpenQasm2,
        QubitCount = gate.QubitCount,
        QubitRegisters = [new QubitRegister("q", 0, gate.QubitCount)],
        ClassicalRegisters = [],
        DeclaredBitCount = 0,
        ClassicalBitCount = 0,
        VariableCount = 0,
        Operations = [new GateOperation { Number = 1, Group = 1, ServiceType = "programmable_gate", Qubits = [.. Enumerable.Range(0, gate.QubitCount)], Gate = gate, Parameters = [.. parameters] }],
    };

    private static void AssertSameMatrixWithoutAnnotations(CircuitProgram program, Complex[] matrix)
    {
        var text = string.Join('\n', ProgramFormatter.ToOpenQasm3(program).Split('\n').Where(line => !line.StartsWith('@') && !line.StartsWith("pragma", StringComparison.Ordinal)));
        var plain = CircuitParser.Parse(text);
        Assert.True(plain.IsAccepted, $"{string.Join("; ", plain.Diagnostics)}\n{text}");
        var columns = ProgramEvaluator.Unitary(plain.Program);
        for (var i = 0; i < matrix.Length; i++)
        {
            Assert.True((columns[i % columns.Length][i / columns.Length] - matrix[i]).Magnitude < 1e-9, $"entry {i} is {columns[i % columns.Length][i / columns.Length]}, not {matrix[i]}\n{text}");
        }
    }

    private static void AssertSameUpToPhase(Complex[][] expected, Complex[][] actual, string text)
    {
        var place = Array.IndexOf(expected[0], expected[0].MaxBy(entry => entry.Magnitude));
        var phase = actual[0][place] / expected[0][place];
        for (var column = 0; column < expected.Length; column++)
        {
            for (var row = 0; row < expected.Length; row++)
            {
                Assert.True((actual[column][row] - (phase * expected[column][row])).Magnitude < 1e-9, text);
            }
        }
    }
}
