namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// What statements expand to at least: operations, and units of work; both stop counting far above every limit.
/// <see cref="IsCutShort"/>: a jump may leave them, so that nothing behind them is sure to be carried out.
/// </summary>
internal readonly record struct LeastExpansion(long Operations, long Work, bool IsCutShort)
{
    private const long Enough = 1L << 40;

    public LeastExpansion Then(LeastExpansion next) =>
        IsCutShort ? this : new(Math.Min(Operations + next.Operations, Enough), Math.Min(Work + next.Work, Enough), next.IsCutShort);

    /// <summary>Repeated, 0 where it isn't known how often; where a jump may leave it, once at most.</summary>
    public LeastExpansion Times(long turns) => turns == 0 ? new LeastExpansion(0, 0, IsCutShort)
        : IsCutShort || turns == 1 ? this
        : new(Product(Operations, turns), Product(Work, turns), false);

    private static long Product(long least, long turns) => least > Enough / turns ? Enough : least * turns;
}
