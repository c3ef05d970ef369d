using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>The sum of bits, mod 2.</summary>
public sealed record SumExpression(int[] Summands) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory)
    {
        var sum = false;
        foreach (var bit in Summands)
        {
            sum ^= memory.Bits[bit];
        }

        return ClassicalValue.Of(sum);
    }

    public override void CollectBits(ISet<int> bits) => bits.UnionWith(Summands);

    public override void CollectVariables(ISet<int> variables)
    {
    }
}
