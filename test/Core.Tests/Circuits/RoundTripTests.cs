using CsCheck;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Circuits;

public sealed class RoundTripTests(ITestOutputHelper output)
{
    [Fact]
    public void AGeneratedProgramsTextIsReadAsTheSameProgram()
    {
        var counts = new int[4];
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var text = new ProgramTextGenerator(seed).Write();
            var result = CircuitParser.Parse(text);
            Assert.True(result.IsAccepted, $"seed {seed}: {string.Join("; ", result.Diagnostics)}\n{text}");
            var written = ProgramFormatter.ToOpenQasm3(result.Program);
            var again = CircuitParser.Parse(written);
            Assert.True(again.IsAccepted, $"seed {seed}: {string.Join("; ", again.Diagnostics)}\n{text}\n{written}");
            SamePrograms.Assert(result.Program, again.Program, $"seed {seed}\n{text}\n{written}");
            Assert.Equal(written, ProgramFormatter.ToOpenQasm3(again.Program));
            Interlocked.Increment(ref counts[0]);
            counts[1] += result.Program.Operations.Any(operation => operation is LoopOperation) ? 1 : 0;
            counts[2] += result.Program.Operations.Any(operation => operation.Condition is not null) ? 1 : 0;
            counts[3] += result.Program.VariableCount > 0 ? 1 : 0;
        }, iter: 1_500, threads: 1);
        output.WriteLine($"{counts[0]} programs, {counts[1]} with run-time loops, {counts[2]} with conditions, {counts[3]} with variables");
        Assert.True(counts[1] > 100 && counts[2] > 500 && counts[3] > 300);
    }

    [Fact]
    public void WhatIsKnownWhenReadAndWhatIsKnownInARunMeanTheSame()
    {
        var compared = 0;
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var known = new ProgramTextGenerator(seed).Write();
            var late = new ProgramTextGenerator(seed, hidden: true).Write();
            var (first, second) = (CircuitParser.Parse(known), CircuitParser.Parse(late));
            Assert.True(first.IsAccepted && second.IsAccepted, $"seed {seed}: {string.Join("; ", first.Diagnostics)}; {string.Join("; ", second.Diagnostics)}\n{late}");
            if (Cost(first.Program.Operations) > 60 || Cost(second.Program.Operations) > 90)
            {
                return;
            }

            try
            {
                var expected = ProgramEvaluator.Distribution(first.Program);
                var actual = ProgramEvaluator.Distribution(second.Program);
                foreach (var key in expected.Keys.Union(actual.Keys))
                {
                    Assert.True(Math.Abs(expected.GetValueOrDefault(key) - actual.GetValueOrDefault(key)) < 1e-6,
                        $"seed {seed}: {key} is {expected.GetValueOrDefault(key)} and {actual.GetValueOrDefault(key)}\n{known}");
                }

                compared++;
            }
            catch (ClassicalEvaluationException)
            {
                // A division by a value that a run makes zero has no value; that is the run's error.
            }
        }, iter: 1_000, threads: 1);
        output.WriteLine($"compared {compared} programs");
        Assert.True(compared > 300);
    }

    private static int Cost(IEnumerable<Operation> operations) => operations.Sum(operation => operation switch
    {
        MeasureOperation or ResetOperation => 8,
        LoopOperation loop => 3 * Cost(loop.Body),
        _ => 1,
    });

    [Fact]
    public void AGeneratedProgramCanBeCarriedOut()
    {
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var text = new ProgramTextGenerator(seed).Write();
            var program = CircuitParser.Parse(text).Program!;
            if (program.Operations.Length > 60 || program.Operations.Count(operation => operation is MeasureOperation or ResetOperation or LoopOperation) > 6)
            {
                return;
            }

            try
            {
                Assert.Equal(1, ProgramEvaluator.Run(program).Sum(branch => branch.Probability), 1e-6);
            }
            catch (ClassicalEvaluationException)
            {
                // A division by a value that a run makes zero has no value; that is the run's error.
            }
        }, iter: 300, threads: 1);
    }
}
