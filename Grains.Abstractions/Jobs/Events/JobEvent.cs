namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Something that happened to a job; <see cref="JobMachine"/> folds these.</summary>
public abstract record JobEvent;
