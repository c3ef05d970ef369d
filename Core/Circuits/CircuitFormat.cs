namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>The language that a circuit's text is written in.</summary>
public enum CircuitFormat
{
    /// <summary>OpenQASM 2.</summary>
    OpenQasm2,

    /// <summary>OpenQASM 3.</summary>
    OpenQasm3,

    /// <summary>OpenQASM 3 with service words or the reference system's dialect.</summary>
    Service,
}
