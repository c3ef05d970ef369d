namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>A fragment has more operations than one may have.</summary>
internal sealed class FragmentTooLargeException(string message) : FormatException(message);
