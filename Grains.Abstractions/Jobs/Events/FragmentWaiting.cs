namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>No node had a free slot; the fragment waits in the queue of its service. Written once per wait.</summary>
public sealed record FragmentWaiting : FragmentEvent;
