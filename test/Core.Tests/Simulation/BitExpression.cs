using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>A bit's value.</summary>
public sealed record BitExpression(int Bit, bool Negated = false) : ClassicalExpression
{
    public override ClassicalValue Evaluate(ClassicalMemory memory) => ClassicalValue.Of(memory.Bits[Bit] != Negated);

    public override void CollectBits(ISet<int> bits) => bits.Add(Bit);

    public override void CollectVariables(ISet<int> variables)
    {
    }
}
