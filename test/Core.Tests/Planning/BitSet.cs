using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Planning;

/// <summary>The condition "these bits are all 1".</summary>
internal sealed record BitSet(params int[] Bits) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => ClassicalValue.Of(Bits.All(bit => memory.Bits[bit]));

    public override void CollectBits(ISet<int> bits) => bits.UnionWith(Bits);

    public override void CollectVariables(ISet<int> variables)
    {
    }

    public override string ToString() => string.Join('&', Bits);
}
