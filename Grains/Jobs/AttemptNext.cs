namespace Orleans.QuantumMesh.Grains;

/// <summary>What follows an attempt.</summary>
internal enum AttemptNext
{
    Done,
    Retry,
    NextNode,
    Wait,
    Split,
}
