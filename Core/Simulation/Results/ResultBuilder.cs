using System.Globalization;
using Orleans.QuantumMesh.Core.Planning;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Computes a result from a program, its plan and the recorded answers. Pure: equal requests give equal results.</summary>
public static class ResultBuilder
{
    private const double IdealShare = 0.3;

    /// <summary>
    /// The result. A <see cref="FoldException"/> where the answers don't give what the execution needs, a <see cref="LoopBoundException"/> where a run doesn't end.
    /// </summary>
    public static QuantumResult Build(ResultRequest request, CancellationToken cancellation, IProgress<double>? progress = null)
    {
        var program = request.Program;
        var warnings = new List<string>(request.Warnings);
        warnings.AddRange(program.Warnings.Select(warning =>
            $"{warning.Code} at line {warning.Position.Line}, column {warning.Position.Column}: {warning.Message}"));
        var compiled = new CompiledProgram(program);
        request = ChooseMethod(request, compiled, warnings);
        using var ideal = IdealRun.Execute(compiled, request.Shots, request.Seed, request.Engine, cancellation);
        if (ideal.Structure.IsDynamic)
        {
            warnings.Add("The program measures or resets before its end: probabilities, statevector and what follows from them describe its ideal shot 0.");
        }

        progress?.Report(IdealShare);
        var measured = ideal.Structure.MeasuredQubits;
        var noise = Fold(request, ideal, cancellation, progress is null ? null : new Scaled(progress));
        var analysis = new StateAnalysis(ideal.State, request.Options);
        var full = request.Detail == ResultDetail.Full;
        var all = Enumerable.Range(0, program.QubitCount).ToArray();
        var (probabilities, dropped) = full ? analysis.Distribution(all, "probabilities", warnings) : default;
        var (marginal, marginalDropped) = measured.IsEmpty ? default : analysis.Distribution(measured.AsSpan(), "measured_probabilities", warnings);
        var result = new QuantumResult
        {
            Counts = ideal.Tally.Counts,
            ClassicalCounts = ideal.Tally.ClassicalCounts,
            Shots = request.Shots,
            Seed = request.Seed,
            MeasuredQubits = measured.IsEmpty ? null : measured,
            QubitIds = all,
            Probabilities = probabilities,
            ProbabilitiesDropped = dropped,
            MeasuredProbabilities = marginal,
            MeasuredProbabilitiesDropped = marginalDropped,
            Statevector = full ? analysis.Amplitudes(warnings) : null,
            ObservableExpectations = analysis.Observables(warnings),
            ReducedDensityMatrices = full ? analysis.DensityMatrices() : null,
            BlochVectors = analysis.Bloch(),
            EntanglementEntropy = analysis.Entropies(),
            TopBasisStates = analysis.Top(),
            Fidelity = Fidelity(request, ideal, noise),
            DistributedExecution = Execution(request, ideal),
            Noise = Noise(request, noise),
            Engine = new EngineReport("native", ideal.State.Method, request.Engine.Precision == Precision.Double ? "double" : "single", new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["engine"] = typeof(ResultBuilder).Assembly.GetName().Version?.ToString(3) ?? "",
            }),
            Warnings = warnings,
        };
        progress?.Report(1);
        return result;
    }

    /// <summary>One method for ideal run and trajectories; damping needs amplitudes.</summary>
    private static ResultRequest ChooseMethod(ResultRequest request, CompiledProgram compiled, List<string> warnings)
    {
        var method = compiled.Method(request.Engine);
        if (method != SimulationMethod.Stabilizer || request.NoiseShots == 0 || request.Fragments.All(record => record.Answer.Damping.IsEmpty))
        {
            return request with { Engine = request.Engine with { Method = method } };
        }

        var amplitudes = request.Engine with { Method = SimulationMethod.Statevector };
        var estimate = ExecutionEstimate.Of(request.Program, request.Shots, amplitudes);
        var refusal = compiled.CanBeDamped ? estimate.Refusal(request.Limits)
            : $"The program joins {compiled.WidestGroup} qubits; amplitudes are taken for it up to {CompiledProgram.MaximumDampedQubits}.";
        if (refusal is not null)
        {
            warnings.Add($"The noise is left out: nodes reported amplitude damping, which leads out of the states that the stabilizer method follows. {refusal}");
            return request with { NoiseShots = 0, Engine = request.Engine with { Method = method } };
        }

        if (request.Engine.Method == SimulationMethod.Stabilizer)
        {
            warnings.Add("The method is statevector instead of stabilizer: nodes reported amplitude damping, which leads out of the states that the stabilizer method follows.");
        }

        var (shots, cap) = estimate.NoiseShotsWithin(request.Limits, request.NoiseShots);
        if (cap is not null)
        {
            warnings.Add(cap);
        }

        return request with { NoiseShots = shots, Engine = amplitudes };
    }

    private static NoisyRun? Fold(ResultRequest request, IdealRun ideal, CancellationToken cancellation, IProgress<double>? progress)
    {
        if (request.NoiseShots == 0)
        {
            return null;
        }

        var answers = new RecordedAnswers(request.Program, request.Plan);
        foreach (var record in request.Fragments.OrderBy(record => record.FragmentId, StringComparer.Ordinal))
        {
            answers.Add(record);
        }

        try
        {
            return NoisyRun.Execute(request.Program, answers, request.NoiseShots, ideal.Structure.IsDynamic ? null : ideal.State, request.Engine, cancellation, progress);
        }
        catch (UnansweredException missing)
        {
            throw new FoldException(missing.Message, missing);
        }
    }

    private static FidelityReport Fidelity(ResultRequest request, IdealRun ideal, NoisyRun? noise)
    {
        double? estimated = 1;
        foreach (var record in request.Fragments)
        {
            estimated *= record.Answer.ObservedFidelity;
        }

        return new FidelityReport
        {
            FidelityToTargetState = Round(noise?.Fidelity),
            StandardError = Round(noise?.StandardError),
            OutcomeFidelity = noise is null ? null : Round(Hellinger(ideal.Tally, noise.Tally)),
            LeadRunFidelity = Round(noise?.LeadFidelity),
            EstimatedExecutionFidelity = Round(estimated),
        };
    }

    /// <summary>(Σ √(p q))² over the declared bits, or the measured qubits where no bit is declared.</summary>
    private static double? Hellinger(OutcomeTally ideal, OutcomeTally noisy)
    {
        if (ideal.Counts is null)
        {
            return null;
        }

        var p = ideal.ClassicalCounts ?? ideal.Counts;
        var q = noisy.ClassicalCounts ?? noisy.Counts!;
        var sum = 0.0;
        foreach (var (outcome, count) in p)
        {
            if (q.TryGetValue(outcome, out var other))
            {
                sum += Math.Sqrt((double)count / ideal.Shots * other / noisy.Shots);
            }
        }

        return sum * sum;
    }

    private static DistributedExecutionReport Execution(ResultRequest request, IdealRun ideal)
    {
        var order = request.Plan.FragmentOrder;
        var last = request.Fragments.IsEmpty ? null
            : request.Fragments.MaxBy(record => (order.IndexOf(record.Name.PlanFragmentId), record.Name), Comparer<(int, FragmentName)>.Create(Compare));
        return new DistributedExecutionReport
        {
            ExecutionMode = request.Plan.Mode.ToString().ToLower(CultureInfo.InvariantCulture),
            StageCount = request.Plan.Stages.Length,
            BlockCount = request.Plan.Blocks.Count,
            LastPeerId = last?.NodeId,
            ValidationStatevectorFidelity = Round(PlanValidation.Fidelity(request.Program, request.Plan, ideal, request.Engine)),
            MeasuredQubits = ideal.Structure.MeasuredQubits.IsEmpty ? null : ideal.Structure.MeasuredQubits,
            RemoteOperations = request.Fragments.Length,
            Ebits = request.Fragments.Sum(record => record.HandoffFromNodes.Length),
        };
    }

    private static int Compare((int Order, FragmentName Name) left, (int Order, FragmentName Name) right)
    {
        var order = left.Order.CompareTo(right.Order);
        order = order != 0 ? order : left.Name.Turns.Length.CompareTo(right.Name.Turns.Length);
        order = order != 0 ? order : string.CompareOrdinal(left.Name.Turns, right.Name.Turns);
        return order != 0 ? order : string.CompareOrdinal(left.Name.Halves, right.Name.Halves);
    }

    private static NoiseReport Noise(ResultRequest request, NoisyRun? noise)
    {
        if (noise is null)
        {
            return new NoiseReport { Shots = 0 };
        }

        OrderedDictionary<string, double>? probabilities = null;
        if (noise.Tally.Counts is { } counts)
        {
            probabilities = new OrderedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var (outcome, count) in counts)
            {
                probabilities.Add(outcome, NumberText.Round((double)count / request.NoiseShots));
            }
        }

        return new NoiseReport
        {
            Shots = request.NoiseShots,
            Counts = noise.Tally.Counts,
            ClassicalCounts = noise.Tally.ClassicalCounts,
            MeasuredProbabilities = probabilities,
            ErrorsTotal = noise.Chance.Errors,
            ShotsWithErrors = noise.Chance.ShotsWithErrors,
            LeadRunErrors = noise.Chance.LeadErrors,
            ReadoutFlips = noise.Chance.Flips,
        };
    }

    private static double? Round(double? value) => value is { } number ? NumberText.Round(number) : null;

    private sealed class Scaled(IProgress<double> target) : IProgress<double>
    {
        public void Report(double value) => target.Report(IdealShare + ((1 - IdealShare) * value));
    }
}
