namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Whether a service node lives, as far as it was heard.</summary>
public enum NodeState
{
    /// <summary>Never heard of, or forgotten.</summary>
    Unknown,

    /// <summary>Known from the store; its services are unavailable until it is heard again.</summary>
    Restored,

    /// <summary>Advertised and heard.</summary>
    Live,

    /// <summary>Its last heartbeats were missed; it is not planned with.</summary>
    Stale,

    /// <summary>It came back after it had been stale.</summary>
    Rejoined,
}
