namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Where a fragment stands.</summary>
public enum FragmentPhase
{
    /// <summary>Between attempts, or waiting for a slot.</summary>
    Waiting,

    /// <summary>The intent to dispatch is committed; no outcome yet.</summary>
    Dispatched,

    /// <summary>Its one answer is recorded.</summary>
    Executed,

    /// <summary>Too large to be answered: its two parts take its place.</summary>
    Split,
}
