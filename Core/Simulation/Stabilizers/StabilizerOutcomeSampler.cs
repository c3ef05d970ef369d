namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Samples measurements of a stabilizer state.</summary>
internal sealed class StabilizerOutcomeSampler(AffineOutcomes outcomes) : OutcomeSampler
{
    private readonly ulong[] symbols = new ulong[(outcomes.SymbolCount + 63) / 64];
    private int next;
    private int symbol;

    public override void Reset()
    {
        next = symbol = 0;
        Array.Clear(symbols);
    }

    public override double ProbabilityOfZero() => outcomes.IsEven(next) ? 0.5 : outcomes.Value(next, symbols) ? 0 : 1;

    public override void Take(bool outcome)
    {
        if (outcomes.IsEven(next++))
        {
            symbols[symbol / 64] |= (outcome ? 1UL : 0) << (symbol % 64);
            symbol++;
        }
    }
}
