namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Something that happened to a service node; <see cref="NodeMachine"/> folds these.</summary>
public abstract record NodeEvent;
