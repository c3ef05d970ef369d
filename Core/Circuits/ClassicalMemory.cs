namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>The classical bits and variables of one run; all bits start as 0.</summary>
public sealed class ClassicalMemory(int bitCount, int variableCount)
{
    private readonly bool[] bits = new bool[bitCount];
    private readonly ClassicalValue[] variables = new ClassicalValue[variableCount];

    /// <summary>The bits, indexed as in <see cref="CircuitProgram"/>.</summary>
    public Span<bool> Bits => bits;

    /// <summary>The run-time variables.</summary>
    public Span<ClassicalValue> Variables => variables;

    /// <summary>A copy that changes on its own.</summary>
    public ClassicalMemory Clone()
    {
        var copy = new ClassicalMemory(bits.Length, variables.Length);
        bits.CopyTo(copy.bits, 0);
        variables.CopyTo(copy.variables, 0);
        return copy;
    }
}
