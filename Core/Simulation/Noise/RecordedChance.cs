using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Chances and errors as the nodes recorded them: shot s takes element s of each draw seed's doubles.</summary>
internal sealed class RecordedChance(RecordedAnswers answers, int shots) : Chance
{
    private readonly bool[] erred = new bool[shots];
    private readonly List<LeadRunError> leadErrors = [];

    /// <summary>Errors that acted, over all shots.</summary>
    public long Errors { get; private set; }

    /// <summary>Shots in which an error acted.</summary>
    public int ShotsWithErrors => erred.Count(shot => shot);

    /// <summary>Inverted readouts, over all shots.</summary>
    public long Flips { get; private set; }

    /// <summary>The errors of shot 0 in the order in which they acted.</summary>
    public IReadOnlyList<LeadRunError> LeadErrors => leadErrors;

    public override void Require(Operation operation, ReadOnlySpan<int> turns)
    {
        if (operation.ServiceType.Length > 0 && !operation.Qubits.IsEmpty && answers.Find(operation, turns) is null)
        {
            throw new UnansweredException(operation, RecordedAnswers.Path(turns));
        }
    }

    public override void Draw(Operation operation, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<double> doubles) =>
        Fill(Measurement(operation, turns).DrawSeed, shots, doubles);

    public override ReadOnlySpan<int> FlippedShots(Operation operation, ReadOnlySpan<int> turns) => Measurement(operation, turns).Flips.AsSpan();

    public override ShotErrors? LinkErrors(Operation operation, ReadOnlySpan<int> turns) => answers.Find(operation, turns)?.Links;

    public override ShotErrors? GateErrors(Operation operation, ReadOnlySpan<int> turns) => answers.Find(operation, turns)?.Errors;

    public override double Damping(Operation operation, int qubit, ReadOnlySpan<int> turns, ReadOnlySpan<int> shots, Span<double> doubles)
    {
        foreach (var damping in answers.Find(operation, turns)?.Damping ?? [])
        {
            if (damping.Qubit == qubit)
            {
                Fill(damping.DrawSeed, shots, doubles);
                return damping.Gamma;
            }
        }

        return 0;
    }

    public override void Happened(NodeError error, ReadOnlySpan<int> turns, Operation operation, ReadOnlySpan<int> shots)
    {
        Errors += shots.Length;
        foreach (var shot in shots)
        {
            erred[shot] = true;
        }

        if (shots[0] == 0)
        {
            var fragmentId = answers.Find(operation, turns)!.FragmentId;
            leadErrors.Add(new LeadRunError(fragmentId, operation.OperationId, error.Qubits, error.Kind, error.Pauli.Length == 0 ? null : error.Pauli));
        }
    }

    public override void Flipped(int count) => Flips += count;

    private static void Fill(ulong seed, ReadOnlySpan<int> shots, Span<double> doubles)
    {
        var generator = new Pcg64(seed);
        var next = 0;
        for (var i = 0; i < shots.Length; i++)
        {
            for (var gap = shots[i] - next; gap > 0;)
            {
                if (gap > 32)
                {
                    generator.Advance((ulong)gap);
                    break;
                }

                generator.NextUInt64();
                gap--;
            }

            doubles[i] = generator.NextDouble();
            next = shots[i] + 1;
        }
    }

    private NodeMeasurement Measurement(Operation operation, ReadOnlySpan<int> turns)
    {
        var recorded = answers.Find(operation, turns) ?? throw new UnansweredException(operation, RecordedAnswers.Path(turns));
        foreach (var measurement in recorded.Measurements)
        {
            if (measurement.Qubit == operation.Qubits[0])
            {
                return measurement;
            }
        }

        throw new FoldException($"The answer of {recorded.FragmentId} says nothing of {operation.OperationId}'s chance on qubit {operation.Qubits[0]}.");
    }
}
