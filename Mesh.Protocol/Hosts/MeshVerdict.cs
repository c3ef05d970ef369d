namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>What a subscriber says of a message whose author's signature verified.</summary>
public enum MeshVerdict
{
    /// <summary>Right: passed on to others.</summary>
    Accept,

    /// <summary>Not of use here (stale, repeated): not passed on, held against nobody.</summary>
    Ignore,

    /// <summary>Against the protocol: not passed on, and held against its author where that is a neighbour.</summary>
    Reject,
}
