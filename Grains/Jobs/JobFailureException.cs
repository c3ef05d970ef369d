namespace Orleans.QuantumMesh.Grains;

/// <summary>A job cannot go on, for a reason that its client is told.</summary>
internal sealed class JobFailureException(string message, Exception? innerException = null) : Exception(message, innerException);
