namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// A program's operations in order. Where one statement stands for many, they are counted at once and made at the end only,
/// so that a program that turns out to have too many was never in memory.
/// </summary>
internal sealed class OperationBuffer
{
    private readonly List<Operation> written = [];
    private readonly List<(int At, Func<IEnumerable<Operation>> Make)> deferred = [];
    private int deferredCount;

    public void Add(Operation operation) => written.Add(operation);

    /// <summary>As many operations as <paramref name="count"/> says, made when the program is complete; what they are made from must not change until then.</summary>
    public void Defer(int count, Func<IEnumerable<Operation>> make)
    {
        deferred.Add((written.Count, make));
        deferredCount += count;
    }

    public Operation[] ToArray()
    {
        if (deferred.Count == 0)
        {
            return [.. written];
        }

        var all = new List<Operation>(written.Count + deferredCount);
        var from = 0;
        foreach (var (at, make) in deferred)
        {
            all.AddRange(written.Slice(from, at - from));
            all.AddRange(make());
            from = at;
        }

        all.AddRange(written.Slice(from, written.Count - from));
        return [.. all];
    }
}
