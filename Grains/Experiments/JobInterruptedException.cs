namespace Orleans.QuantumMesh.Grains;

/// <summary>A job's run on this activation ends here without leaving a trace; whoever activates the job next goes on from the journal.</summary>
public sealed class JobInterruptedException(string message, Exception? innerException = null) : Exception(message, innerException);
